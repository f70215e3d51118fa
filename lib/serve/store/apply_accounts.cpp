#include "serve/store/apply_change.hpp"
#include "serve/store/role.hpp"

namespace ecg::serve {
namespace {

struct DeviceOwner {
    std::int64_t user_number;
};

std::optional<DeviceOwner> owner_of_device(Database& database, const std::string& serial) {
    Statement row =
        database.query("SELECT user_number FROM devices WHERE device_serial = ?", serial);
    return row.step() ? std::optional{DeviceOwner{row.integer(0)}} : std::nullopt;
}

bool is_serial(Database& database, const std::string& text) {
    return owner_of_device(database, text).has_value();
}

/// Who logs in is looked for by name and by serial: a name that is another's serial, or a serial
/// that is another's name, would keep that other from logging in.
bool is_name_of_another(Database& database, const std::string& text, const std::string& user_id) {
    Statement row =
        database.query("SELECT 1 FROM users WHERE full_name = ? AND user_id != ?", text, user_id);
    return row.step();
}

void insert_device(Database& database, std::int64_t user_number, const AddDevice& device) {
    database.run("INSERT INTO devices (device_serial, user_number, description, registered_at) "
                 "VALUES (?, ?, ?, ?)",
                 device.serial, user_number, TextOrNull{device.description}, device.at);
}

void insert_user(Database& database, const UserRecord& user) {
    database.run("INSERT INTO users (user_id, role, full_name, age, gender, phone, address, "
                 "device_serial, password_hash, created_at, last_login, updated_at, token_version, "
                 "disabled, extra) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                 user.id, name_of(user.role), user.full_name, user.age, TextOrNull{user.gender},
                 TextOrNull{user.phone}, TextOrNull{user.address}, TextOrNull{user.device_serial},
                 user.password_hash, user.created_at, user.last_login, user.created_at,
                 user.token_version, user.disabled, TextOrNull{user.extra});
}

Found<AccountRow> account_whose_keys_change(const ChangeScene& scene, const std::string& user_id) {
    if (scene.by.role != Role::admin) {
        return {{}, refused(Verdict::forbidden, "only an admin makes and ends keys of programs")};
    }
    return account_to_change(scene, user_id);
}

} // namespace

Outcome apply_change(const ChangeScene& scene, const AddUser& change) {
    const UserRecord& user = change.user;
    if ((user.role == Role::clinician || user.role == Role::admin) &&
        scene.by.role != Role::admin) {
        return refused(Verdict::forbidden, "only an admin makes clinicians and admins");
    }
    if (find_account(scene.database, user.id)) {
        return refused(Verdict::conflict, "the user id is taken");
    }
    if (!user.device_serial.empty() && owner_of_device(scene.database, user.device_serial)) {
        return refused(Verdict::conflict, "the device serial has an account");
    }
    if (is_serial(scene.database, user.full_name) ||
        (!user.device_serial.empty() &&
         is_name_of_another(scene.database, user.device_serial, user.id))) {
        return refused(Verdict::conflict, "the name is a serial, or the serial a name");
    }
    insert_user(scene.database, user);
    if (!user.device_serial.empty()) {
        insert_device(scene.database, scene.database.last_id(),
                      {user.id, user.device_serial, "", user.created_at});
    }
    Outcome outcome;
    outcome.id = outcome.user_id = user.id;
    return outcome;
}

Outcome apply_change(const ChangeScene& scene, const ChangeUser& change) {
    const auto account = account_to_change(scene, change.user_id);
    if (!account.row) {
        return account.refusal;
    }
    if ((change.role || change.disabled) && scene.by.role != Role::admin) {
        return refused(Verdict::forbidden, "only an admin changes roles and disables accounts");
    }
    if (change.full_name && is_serial(scene.database, *change.full_name)) {
        return refused(Verdict::conflict, "the name is the serial of a device");
    }
    const auto role = change.role ? std::optional{name_of(*change.role)} : std::nullopt;
    scene.database.run(
        "UPDATE users SET full_name = coalesce(?, full_name), age = coalesce(?, age), "
        "gender = coalesce(?, gender), phone = coalesce(?, phone), "
        "address = coalesce(?, address), extra = coalesce(?, extra), "
        "role = coalesce(?, role), disabled = coalesce(?, disabled), updated_at = ? "
        "WHERE user_number = ?",
        change.full_name, change.age, change.gender, change.phone, change.address, change.extra,
        role, change.disabled, scene.now, account.row->number);
    Outcome outcome;
    if (change.role || change.disabled.value_or(false)) {
        outcome.token_version = void_tokens(scene.database, account.row->number);
    }
    outcome.id = outcome.user_id = change.user_id;
    return outcome;
}

Outcome apply_change(const ChangeScene& scene, const SetPassword& change) {
    const auto account = account_to_change(scene, change.user_id);
    if (!account.row) {
        return account.refusal;
    }
    scene.database.run("UPDATE users SET password_hash = ?, updated_at = ? WHERE user_number = ?",
                       change.password_hash, scene.now, account.row->number);
    Outcome outcome;
    outcome.token_version = void_tokens(scene.database, account.row->number);
    outcome.id = outcome.user_id = change.user_id;
    return outcome;
}

Outcome apply_change(const ChangeScene& scene, const AddDevice& change) {
    const auto account = account_to_change(scene, change.user_id);
    if (!account.row) {
        return account.refusal;
    }
    Outcome outcome;
    outcome.id = outcome.user_id = change.user_id;
    if (const auto owner = owner_of_device(scene.database, change.serial)) {
        if (owner->user_number != account.row->number) {
            return refused(Verdict::conflict, "the device serial is another's");
        }
        outcome.verdict = Verdict::repeated;
        return outcome;
    }
    if (is_name_of_another(scene.database, change.serial, change.user_id)) {
        return refused(Verdict::conflict, "the serial is the name of an account");
    }
    insert_device(scene.database, account.row->number, change);
    scene.database.run(
        "UPDATE users SET device_serial = ? WHERE user_number = ? AND device_serial IS NULL",
        change.serial, account.row->number);
    return outcome;
}

Outcome apply_change(const ChangeScene& scene, const AddApiKey& change) {
    const auto account = account_whose_keys_change(scene, change.user_id);
    if (!account.row) {
        return account.refusal;
    }
    Statement same = scene.database.query(
        "SELECT 1 FROM api_keys WHERE user_number = ? AND label = ? AND ended = 0",
        account.row->number, change.label);
    if (same.step()) {
        return refused(Verdict::conflict, "the account has a key of that label");
    }
    scene.database.run(
        "INSERT INTO api_keys (digest, user_number, label, made_at) VALUES (?, ?, ?, ?)",
        change.digest, account.row->number, change.label, change.at);
    Outcome outcome;
    outcome.id = outcome.user_id = change.user_id;
    return outcome;
}

Outcome apply_change(const ChangeScene& scene, const EndApiKey& change) {
    const auto account = account_whose_keys_change(scene, change.user_id);
    if (!account.row) {
        return account.refusal;
    }
    scene.database.run(
        "UPDATE api_keys SET ended = 1 WHERE user_number = ? AND label = ? AND ended = 0",
        account.row->number, change.label);
    if (!scene.database.changed()) {
        return refused(Verdict::not_found, "the account has no key of that label");
    }
    Outcome outcome;
    outcome.id = outcome.user_id = change.user_id;
    return outcome;
}

} // namespace ecg::serve
