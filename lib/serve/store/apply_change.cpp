#include "serve/store/apply_change.hpp"

#include "serve/store/idempotency.hpp"

#include <type_traits>

namespace ecg::serve {
namespace {

Outcome make_change(const ChangeScene& scene, const Change& change,
                    std::span<const ContentDigest> digests) {
    return std::visit(
        [&]<class One>(const One& one) {
            if constexpr (std::is_same_v<One, AddSamples> || std::is_same_v<One, AddReport> ||
                          std::is_same_v<One, AddError>) {
                return apply_change(scene, one, digests);
            } else {
                return apply_change(scene, one);
            }
        },
        change);
}

} // namespace

Outcome apply_write(Database& database, const Write& write, std::span<const ContentDigest> digests,
                    Moment now) {
    const ChangeScene scene{database, write.by, now};
    if (write.key.empty()) {
        return make_change(scene, write.change, digests);
    }
    if (std::optional<Outcome> first = recall_outcome(database, write)) {
        return *first;
    }
    Outcome outcome = make_change(scene, write.change, digests);
    if (outcome.verdict == Verdict::done || outcome.verdict == Verdict::repeated) {
        remember_outcome(database, write, outcome, now);
    }
    return outcome;
}

std::optional<AccountRow> find_account(Database& database, const std::string& user_id) {
    Statement row = database.query(
        "SELECT user_number, token_version, disabled FROM users WHERE user_id = ?", user_id);
    if (!row.step()) {
        return std::nullopt;
    }
    return AccountRow{row.integer(0), row.integer(1), row.integer(2) != 0};
}

Verdict may_change(const Actor& by, const std::string& owner_id, bool owner_is_disabled) {
    if (by.role == Role::admin) {
        return Verdict::done;
    }
    if (!by.user_id.empty() && by.user_id == owner_id) {
        return owner_is_disabled ? Verdict::forbidden : Verdict::done;
    }
    return by.role == Role::clinician ? Verdict::forbidden : Verdict::not_found;
}

Found<AccountRow> account_to_change(const ChangeScene& scene, const std::string& user_id) {
    const auto account = find_account(scene.database, user_id);
    if (!account) {
        return {{}, refused(Verdict::not_found, "no such user")};
    }
    const Verdict verdict = may_change(scene.by, user_id, account->is_disabled);
    if (verdict != Verdict::done) {
        return {{}, refused(verdict, "the user is another, or disabled")};
    }
    return {account, {}};
}

std::int64_t void_tokens(Database& database, std::int64_t user_number) {
    database.run("UPDATE users SET token_version = token_version + 1 WHERE user_number = ?",
                 user_number);
    database.run("UPDATE refresh_families SET ended = 1 WHERE user_number = ? AND ended = 0",
                 user_number);
    Statement version =
        database.query("SELECT token_version FROM users WHERE user_number = ?", user_number);
    version.step();
    return version.integer(0);
}

} // namespace ecg::serve
