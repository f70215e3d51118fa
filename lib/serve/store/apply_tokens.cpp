#include "serve/store/apply_change.hpp"

namespace ecg::serve {
namespace {

/// A refresh token with its family and whose it is.
struct TokenRow {
    std::string family;
    std::string user_id;
    Moment expires_at;
    bool is_used = false;
    bool is_ended = false;
    bool is_disabled = false;
    std::int64_t token_version = 0;
};

std::optional<TokenRow> find_token(Database& database, const std::string& digest) {
    Statement row = database.query(
        "SELECT family, user_id, expires_at, used, ended, disabled, token_version "
        "FROM refresh_tokens "
        "JOIN refresh_families USING (family) JOIN users USING (user_number) WHERE digest = ?",
        digest);
    if (!row.step()) {
        return std::nullopt;
    }
    return TokenRow{row.text(0),         row.text(1),         row.moment(2), row.integer(3) != 0,
                    row.integer(4) != 0, row.integer(5) != 0, row.integer(6)};
}

void insert_token(Database& database, const RefreshRecord& token, const std::string& family) {
    database.run("INSERT INTO refresh_tokens (digest, family, issued_at, expires_at) "
                 "VALUES (?, ?, ?, ?)",
                 token.digest, family, token.issued_at, token.expires_at);
}

void end_family(Database& database, const std::string& family) {
    database.run("UPDATE refresh_families SET ended = 1 WHERE family = ?", family);
}

/// The one that change means, when it is that user's.
std::optional<std::string> family_to_end(Database& database, const EndFamily& change,
                                         std::int64_t user_number) {
    Statement row = database.query(
        "SELECT family FROM refresh_families WHERE user_number = ? AND family = coalesce("
        "(SELECT family FROM refresh_tokens WHERE digest = ?), ?)",
        user_number, change.digest, change.family);
    return row.step() ? std::optional{row.text(0)} : std::nullopt;
}

Outcome about_family(const std::string& family, const std::string& user_id) {
    Outcome outcome;
    outcome.id = family;
    outcome.user_id = user_id;
    return outcome;
}

} // namespace

Outcome apply_change(const ChangeScene& scene, const NoteLogin& change) {
    Database& database = scene.database;
    const auto account = find_account(database, change.user_id);
    if (!account) {
        return refused(Verdict::not_found, "no such user");
    }
    if (account->is_disabled) {
        return refused(Verdict::forbidden, "the account is disabled");
    }
    if (change.token_version && *change.token_version != account->token_version) {
        return refused(Verdict::conflict, "the password was changed meanwhile");
    }
    if (change.rehash) {
        database.run("UPDATE users SET password_hash = ? WHERE user_number = ?", *change.rehash,
                     account->number);
    }
    database.run("UPDATE users SET last_login = ? WHERE user_number = ?", change.at,
                 account->number);
    database.run("INSERT INTO refresh_families (family, user_number) VALUES (?, ?)",
                 change.refresh.family, account->number);
    insert_token(database, change.refresh, change.refresh.family);
    Outcome outcome = about_family(change.refresh.family, change.user_id);
    outcome.token_version = account->token_version;
    return outcome;
}

Outcome apply_change(const ChangeScene& scene, const RotateRefresh& change) {
    Database& database = scene.database;
    const auto old = find_token(database, change.old_digest);
    if (!old) {
        return refused(Verdict::not_found, "no such refresh token");
    }
    Outcome outcome = about_family(old->family, old->user_id);
    if (old->is_used) {
        end_family(database, old->family);
        outcome.verdict = Verdict::token_used;
        outcome.reason = "the refresh token was used before: its family is ended";
        return outcome;
    }
    if (old->is_ended || old->is_disabled || old->expires_at <= change.now) {
        return refused(Verdict::not_found, old->is_ended      ? "the family is ended"
                                           : old->is_disabled ? "the account is disabled"
                                                              : "the refresh token ran out");
    }
    database.run("UPDATE refresh_tokens SET used = 1 WHERE digest = ?", change.old_digest);
    insert_token(database, change.fresh, old->family);
    outcome.token_version = old->token_version;
    return outcome;
}

Outcome apply_change(const ChangeScene& scene, const EndFamily& change) {
    Database& database = scene.database;
    const auto account = find_account(database, change.user_id);
    if (!account) {
        return refused(Verdict::not_found, "no such user");
    }
    const Verdict verdict = may_change(scene.by, change.user_id, false);
    if (verdict != Verdict::done) {
        return refused(verdict, "the user is another");
    }
    const std::optional<std::string> family = family_to_end(database, change, account->number);
    Outcome outcome = about_family(family.value_or(""), change.user_id);
    if (change.everywhere) {
        outcome.token_version = void_tokens(database, account->number);
    } else if (family) {
        end_family(database, *family);
    } else {
        return refused(Verdict::not_found, "no such refresh token");
    }
    return outcome;
}

} // namespace ecg::serve
