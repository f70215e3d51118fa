// What can be changed in the store: each change is done whole or not at all.
#pragma once

#include "serve/store/records.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ecg::serve {

/// A conflict when the device serial has an account.
struct AddUser {
    UserRecord user;
};

/// What is present is changed; the rest stays.
struct ChangeUser {
    std::string user_id;
    std::optional<std::string> full_name{}, gender{}, phone{}, address{}, extra{};
    std::optional<std::int64_t> age{};
    std::optional<Role> role{};
    std::optional<bool> disabled{};
};

/// A new password voids all tokens of the account; so do another role and disabling it.
struct SetPassword {
    std::string user_id;
    std::string password_hash;
};

struct NoteLogin {
    std::string user_id;
    Moment at;
    RefreshRecord refresh;             ///< begins a family
    std::optional<std::string> rehash; ///< of a password whose hash is out of date
    /// Of the account whose password was found right. It is a conflict when it is another by now:
    /// somebody changed the password meanwhile.
    std::optional<std::int64_t> token_version;
};

/// Takes old_digest's place. A digest that was used before ends its whole family: someone has a
/// copy of it.
struct RotateRefresh {
    std::string old_digest;
    RefreshRecord fresh; ///< family and user_id are filled in from the old one
    Moment now;
};

/// Logout. With everywhere, of all families of that user, and all access tokens are void.
struct EndFamily {
    std::string user_id;
    std::string digest; ///< of any token of the family
    bool everywhere = false;
    std::string family{}; ///< in place of digest
};

/// A key with which programs that cannot log in act as that user. Only an admin makes one.
struct AddApiKey {
    std::string user_id;
    std::string digest; ///< SHA-256 of the key, in hex; the key itself is nowhere
    std::string label;  ///< "ward 3": for the operator
    Moment at;
};

/// Ends a key; label as it was given. Only an admin does.
struct EndApiKey {
    std::string user_id;
    std::string label;
};

/// A device serial becomes the user's. A conflict when it is another's.
struct AddDevice {
    std::string user_id;
    std::string serial;
    std::string description; ///< "" or a JSON object
    Moment at;
};

struct StartSession {
    SessionRecord session;
};

struct EndSession {
    std::string session_id;
    Moment end_time;
    std::string summary;
    std::optional<double> duration_seconds, average_heart_rate;
};

/// Metrics and waveforms of one session in one step. What is there already, to the last digit, is
/// not stored again: its first id is told.
struct AddSamples {
    std::string session_id;
    std::vector<MetricsRecord> metrics;
    std::vector<WaveformRecord> waveforms;
};

struct AddReport {
    ReportRecord report;
};

struct AddError {
    ErrorRecord error;
};

using Change =
    std::variant<AddUser, ChangeUser, SetPassword, NoteLogin, RotateRefresh, EndFamily, AddDevice,
                 AddApiKey, EndApiKey, StartSession, EndSession, AddSamples, AddReport, AddError>;

/// A change that somebody asks for.
struct Write {
    Actor by;
    Change change;
    /// The client's Idempotency-Key, "" = none. The second time the outcome of the first is told.
    std::string key;
    std::string key_digest; ///< of the request, so that a key for two requests is found out
};

enum class Verdict {
    done,
    repeated,    ///< was done before, with the same key or the same content
    not_found,   ///< no such thing, or it is another's
    forbidden,   ///< may be seen, but not changed by that actor
    conflict,    ///< the serial, or whatever has to be unique, is taken
    ended,       ///< the session has ended
    key_reused,  ///< the Idempotency-Key belongs to another request
    token_used,  ///< a refresh token came again: its family is ended
    disk_full,   ///< nothing was stored: 507
    unavailable, ///< nothing was stored, try again: 503
};

struct Outcome {
    Verdict verdict = Verdict::done;
    std::string id;                               ///< of the user, session or family
    std::string user_id;                          ///< whose token, session or report it is
    std::vector<std::int64_t> metrics, waveforms; ///< ids, in the order of the change
    std::int64_t number = 0;                      ///< of a report or an error
    /// Of the account's tokens, after a change that voided them or that gives out new ones.
    std::optional<std::int64_t> token_version;
    std::string reason; ///< why not, for the log
};

} // namespace ecg::serve
