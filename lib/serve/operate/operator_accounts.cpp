#include "serve/operate/operator_accounts.hpp"

#include "common/error.hpp"
#include "common/utf8.hpp"
#include "serve/auth/api_keys.hpp"
#include "serve/auth/bcrypt.hpp"
#include "serve/auth/password_policy.hpp"
#include "serve/ids.hpp"
#include "serve/store/apply_change.hpp"
#include "serve/store/limits.hpp"
#include "serve/store/readings.hpp"
#include "serve/store/schema.hpp"
#include "serve/store/sqlite_store.hpp"
#include "transfer/crypto.hpp"

#include <algorithm>
#include <limits>

namespace ecg::serve {
namespace {

[[noreturn]] void refuse(const std::string& why) {
    throw Error{ErrorKind::data, why};
}

void require_text(const std::string& subject, const std::string& text, std::size_t longest) {
    const auto is_control = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    };
    if (text.empty() || !is_utf8(text) || count_characters(text) > longest ||
        std::any_of(text.begin(), text.end(), is_control) || text.front() == ' ' ||
        text.back() == ' ') {
        refuse(subject + ": is not 1 to " + std::to_string(longest) +
               " characters of UTF-8 without control characters, and without blanks at its ends");
    }
}

Database open_prepared(const ServerFolder& folder) {
    Database database = open_for_writing(folder.database());
    prepare_schema(database);
    return database;
}

/// Who logs in is looked for by name and by serial, and what two are called is nobody's.
void require_free(Database& database, const NewAccount& account) {
    for (const UserRecord& other : read_users_called(database, account.full_name)) {
        if (other.full_name != account.full_name) {
            refuse("name: is the serial of a device");
        }
        if (other.device_serial.empty() || account.device_serial.empty()) {
            refuse("name: an account has it, and one of the two has no device serial to log in "
                   "with; give --serial or another name");
        }
    }
    if (account.device_serial.empty()) {
        return;
    }
    if (!read_users_called(database, account.device_serial).empty()) {
        refuse("serial: is that of another account");
    }
}

} // namespace

OperatorAccounts::OperatorAccounts(const ServerFolder& folder, Clock clock, int bcrypt_cost)
    : audit_{folder, clock}, database_{open_prepared(folder)}, clock_{std::move(clock)},
      bcrypt_cost_{bcrypt_cost} {}

std::string OperatorAccounts::add(const NewAccount& account) {
    require_text("name", account.full_name, longest_full_name);
    if (!account.device_serial.empty()) {
        require_text("serial", account.device_serial, longest_serial);
    }
    require_password(account.password, account.full_name, account.device_serial);
    UserRecord user;
    user.id = new_user_id();
    user.role = account.role;
    user.full_name = account.full_name;
    user.device_serial = account.device_serial;
    user.password_hash = hash_password(account.password, bcrypt_cost_);
    user.created_at = clock_();
    WriteTransaction transaction{database_};
    require_free(database_, account);
    change(transaction, "add_user", user.id, AddUser{user});
    return user.id;
}

UserRecord OperatorAccounts::find(const std::string& called) {
    return account_called(database_, called);
}

void OperatorAccounts::set_disabled(const UserRecord& account, bool disabled) {
    ChangeUser wanted;
    wanted.user_id = account.id;
    wanted.disabled = disabled;
    WriteTransaction transaction{database_};
    change(transaction, disabled ? "disable_user" : "enable_user", account.id, wanted);
}

void OperatorAccounts::set_password(const UserRecord& account, const std::string& password) {
    require_password(password, account.full_name, account.device_serial);
    const SetPassword wanted{account.id, hash_password(password, bcrypt_cost_)};
    WriteTransaction transaction{database_};
    change(transaction, "reset_password", account.id, wanted);
}

std::string OperatorAccounts::add_key(const UserRecord& account, const std::string& label) {
    require_text("label", label, longest_label);
    NewApiKey key = new_api_key();
    WriteTransaction transaction{database_};
    change(transaction, "add_key", account.id, AddApiKey{account.id, key.digest, label, clock_()});
    return std::move(key.key);
}

void OperatorAccounts::end_key(const UserRecord& account, const std::string& label) {
    WriteTransaction transaction{database_};
    change(transaction, "end_key", account.id, EndApiKey{account.id, label});
}

std::vector<ApiKeyRecord> OperatorAccounts::keys() {
    std::vector<ApiKeyRecord> keys = read_credentials(database_, clock_()).api_keys;
    audit_.note("list_keys", "", "done");
    return keys;
}

void OperatorAccounts::change(WriteTransaction& transaction, const std::string& action,
                              const std::string& whom, const Change& change) {
    const Write write{Actor{"", Role::admin}, change, "", ""};
    const Outcome outcome = apply_write(database_, write, {}, clock_());
    if (outcome.verdict != Verdict::done) {
        audit_.note(action, whom, "refused");
        refuse("user: " + outcome.reason);
    }
    transaction.commit();
    audit_.note(action, whom, "done");
}

UserRecord account_called(Database& database, const std::string& called) {
    if (std::optional<UserRecord> user = read_user(database, called)) {
        return *std::move(user);
    }
    std::vector<UserRecord> users = read_users_called(database, called);
    if (users.empty()) {
        refuse("user: none has that id, device serial or name; see \"ecg-serve user list\"");
    }
    if (users.size() > 1) {
        refuse("user: several are called so; give the id, which \"ecg-serve user list\" shows");
    }
    return std::move(users.front());
}

void require_password(const std::string& password, const std::string& full_name,
                      const std::string& device_serial) {
    static const CommonPasswords common;
    if (const auto fault = password_fault(password, {full_name, device_serial}, common)) {
        refuse("password: " + std::string{reason(*fault)});
    }
}

std::string generate_password() {
    return transfer::base64url(transfer::random_bytes(15));
}

std::vector<UserRecord> list_accounts(const ServerFolder& folder, const Clock& clock) {
    require_database(folder);
    OperatorAudit audit{folder, clock};
    Database database{folder.database(), Database::Access::read};
    require_schema(database);
    std::vector<UserRecord> users =
        read_users(database, {std::numeric_limits<std::size_t>::max(), 0}).rows;
    std::reverse(users.begin(), users.end());
    audit.note("list_users", "", "done");
    return users;
}

} // namespace ecg::serve
