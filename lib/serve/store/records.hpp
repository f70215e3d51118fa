// What the server keeps: rows as plain structs, whatever store holds them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ecg::serve {

/// A moment in UTC, microseconds since 1970: what the clients of old send to the microsecond.
struct Moment {
    std::int64_t microseconds = 0;

    friend constexpr auto operator<=>(const Moment&, const Moment&) = default;
};

enum class Role { patient, device, clinician, admin };

/// Who asks. Every change and every reading of a patient's data is held against this.
struct Actor {
    std::string user_id; ///< "" for the operator at the command line
    Role role = Role::patient;
};

/// An account. Keys that the client sent beside those of the API are kept in extra, a JSON object.
struct UserRecord {
    std::string id; ///< UUID
    Role role = Role::patient;
    std::string full_name;
    std::optional<std::int64_t> age;
    std::string gender, phone, address; ///< "" = not given
    std::string device_serial;          ///< "" = none
    std::string password_hash;          ///< as crypt(3) writes it
    Moment created_at;
    std::optional<Moment> last_login;
    std::int64_t token_version = 0; ///< tokens of an older one are void
    bool disabled = false;
    std::string extra; ///< "" or a JSON object
};

struct SessionRecord {
    std::string id; ///< "session_20250108_123456_…"
    std::string user_id;
    std::string device_serial;
    std::string device_info; ///< JSON object as sent
    Moment start_time;
    std::optional<Moment> end_time;
    std::string summary; ///< JSON object of the end, as sent; "" while it runs
    /// Out of the summary, where it says so.
    std::optional<double> duration_seconds, average_heart_rate;
    std::string status = "active"; ///< active, completed, error
};

/// Metrics of one moment. values is the JSON object "metrics" as it was sent, its numbers to the
/// last digit; the columns below are read from it for those who look for them.
struct MetricsRecord {
    std::int64_t id = 0;
    Moment time;
    std::optional<double> heart_rate, st_segment;
    std::string values;
    std::string extra; ///< further keys of the body; "" or a JSON object
};

/// Samples of one stretch, packed (waveform_codec.hpp).
struct WaveformRecord {
    std::int64_t id = 0;
    Moment time;
    double sampling_rate = 0;
    double duration_seconds = 0;
    std::string packed; ///< names of the leads and their samples
    std::string extra;  ///< further keys of the body: gaps, leads_off …; "" or a JSON object
};

struct ReportRecord {
    std::int64_t id = 0;
    std::string user_id;    ///< whose ECG it is
    std::string session_id; ///< "" = of no session
    std::string object;     ///< its name in the object store: SHA-256 of its bytes, in hex
    std::int64_t bytes = 0;
    std::string metadata; ///< JSON object as sent
    Moment created_at;
};

struct ErrorRecord {
    std::int64_t id = 0;
    std::string user_id; ///< "" = a client that is not logged in
    std::string session_id, device_serial;
    Moment time;
    std::string type, message, stack_trace;
    std::string system_info; ///< JSON object as sent
};

/// A key of a program that acts as a user.
struct ApiKeyRecord {
    std::string digest; ///< SHA-256 of the key, in hex
    std::string user_id;
    Role role = Role::patient;
    std::string label;
    Moment made_at;
};

/// What a server has to know of all accounts to judge tokens without asking the store.
struct Credentials {
    struct Version {
        std::string user_id;
        std::int64_t version = 0; ///< tokens of an older one are void
    };

    std::vector<Version> versions; ///< of the accounts whose tokens were voided at least once
    std::vector<std::string> ended_families;
    std::vector<ApiKeyRecord> api_keys; ///< that are good
};

/// A refresh token, which works once. All that follow from one login are a family.
struct RefreshRecord {
    std::string digest; ///< SHA-256 of the token, in hex; the token itself is nowhere
    std::string family;
    std::string user_id;
    Moment issued_at, expires_at;
};

} // namespace ecg::serve
