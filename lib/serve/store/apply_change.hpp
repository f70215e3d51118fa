// Changes made inside the writer's transaction, where all that decides about them is looked up.
#pragma once

#include "serve/store/changes.hpp"
#include "serve/store/content_digest.hpp"
#include "serve/store/database.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ecg::serve {

/// Where a change happens, who asked for it, and the time by the server's clock.
struct ChangeScene {
    Database& database;
    const Actor& by;
    Moment now;
};

/// Makes a change within the open transaction, or refuses it and has changed nothing. A change
/// with a key that was made before is not made again. Throws DatabaseError, with the change perhaps
/// half made.
Outcome apply_write(Database& database, const Write& write, std::span<const ContentDigest> digests,
                    Moment now);

/// One function a change; digests are those of content_digests().
Outcome apply_change(const ChangeScene& scene, const AddUser& change);
Outcome apply_change(const ChangeScene& scene, const ChangeUser& change);
Outcome apply_change(const ChangeScene& scene, const SetPassword& change);
Outcome apply_change(const ChangeScene& scene, const AddDevice& change);
Outcome apply_change(const ChangeScene& scene, const AddApiKey& change);
Outcome apply_change(const ChangeScene& scene, const EndApiKey& change);
Outcome apply_change(const ChangeScene& scene, const NoteLogin& change);
Outcome apply_change(const ChangeScene& scene, const RotateRefresh& change);
Outcome apply_change(const ChangeScene& scene, const EndFamily& change);
Outcome apply_change(const ChangeScene& scene, const StartSession& change);
Outcome apply_change(const ChangeScene& scene, const EndSession& change);
Outcome apply_change(const ChangeScene& scene, const AddSamples& change,
                     std::span<const ContentDigest> digests);
Outcome apply_change(const ChangeScene& scene, const AddReport& change,
                     std::span<const ContentDigest> digests);
Outcome apply_change(const ChangeScene& scene, const AddError& change,
                     std::span<const ContentDigest> digests);

/// An account as far as changes ask about it.
struct AccountRow {
    std::int64_t number = 0;
    std::int64_t token_version = 0;
    bool is_disabled = false;
};

std::optional<AccountRow> find_account(Database& database, const std::string& user_id);

/// done when the actor may change what belongs to that account; else why not.
Verdict may_change(const Actor& by, const std::string& owner_id, bool owner_is_disabled);

/// What a change goes on with, or why it does not.
template <class Row> struct Found {
    std::optional<Row> row;
    Outcome refusal; ///< when there is no row
};

/// The account, where it is there and the one who asks may change what belongs to it.
Found<AccountRow> account_to_change(const ChangeScene& scene, const std::string& user_id);

/// All access tokens and refresh tokens of the account. Returns the version that is needed now.
std::int64_t void_tokens(Database& database, std::int64_t user_number);

inline Outcome refused(Verdict verdict, std::string reason) {
    Outcome outcome;
    outcome.verdict = verdict;
    outcome.reason = std::move(reason);
    return outcome;
}

} // namespace ecg::serve
