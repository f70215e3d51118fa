// Accounts in the hands of the operator, also while the server runs; each change is audited.
#pragma once

#include "serve/operate/operator_audit.hpp"
#include "serve/operate/write_transaction.hpp"
#include "serve/store/changes.hpp"
#include "serve/store/database.hpp"

#include <string>
#include <vector>

namespace ecg::serve {

struct NewAccount {
    std::string full_name;
    Role role = Role::patient;
    std::string device_serial; ///< "" = none
    std::string password;
};

/// Names stand in no message: they are patients'.
class OperatorAccounts {
public:
    /// Makes folder and database where they are missing. Throws as OperatorAudit and SqliteStore
    /// do.
    OperatorAccounts(const ServerFolder& folder, Clock clock, int bcrypt_cost);

    /// Returns the id. Throws Error{data} for a password that is not taken, a name or serial that
    /// is no text, and where one of them would leave this account or another without a login.
    std::string add(const NewAccount& account);
    /// As account_called().
    UserRecord find(const std::string& called);
    /// A disabled account has no valid token any more.
    void set_disabled(const UserRecord& account, bool disabled);
    /// Voids all tokens of the account. Throws Error{data} for a password that is not taken.
    void set_password(const UserRecord& account, const std::string& password);

    /// Makes a key for programs that act as the account; label tells it apart from others of the
    /// same account. Returns the key, which is kept nowhere. Throws Error{data} for a label that is
    /// none or that the account has.
    std::string add_key(const UserRecord& account, const std::string& label);
    /// Throws Error{data} when the account has no key of that label.
    void end_key(const UserRecord& account, const std::string& label);
    /// The keys that are good, the oldest first.
    std::vector<ApiKeyRecord> keys();

private:
    void change(WriteTransaction& transaction, const std::string& action, const std::string& whom,
                const Change& change);

    OperatorAudit audit_;
    Database database_;
    Clock clock_;
    int bcrypt_cost_;
};

/// The account of that id, device serial or full name. Throws Error{data} when there is none, or
/// there are several.
UserRecord account_called(Database& database, const std::string& called);

/// Of the account: throws Error{data} "password: why" when the password is not taken.
void require_password(const std::string& password, const std::string& full_name,
                      const std::string& device_serial);

/// A password of 120 random bits.
std::string generate_password();

/// All accounts, the oldest first. Throws Error{data} when there is no database, and as
/// OperatorAudit does.
std::vector<UserRecord> list_accounts(const ServerFolder& folder, const Clock& clock);

} // namespace ecg::serve
