// One line of the audit log: who did what to whom, when, from where, and with what result.
#pragma once

#include "serve/store/records.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ecg::serve {

/// What is told. Ids alone: no values, no names, no tokens; a text that does not look like an id
/// is written as "?".
struct AuditEntry {
    std::string who;        ///< user id; "" = nobody who is known
    std::string role;       ///< of who; "operator" at the command line
    std::string action;     ///< "read_session"
    std::string whom;       ///< user id of the patient
    std::string what;       ///< id of the session, report or link
    std::string address;    ///< "192.0.2.7"
    std::string result;     ///< "done", "not_found", "forbidden" …
    std::string request;    ///< X-Request-Id
    std::int64_t count = 1; ///< how often, in one line
    Moment at;
};

/// What the log tells of itself in the first line of each file and wherever it was opened.
struct AuditOpening {
    std::string key;             ///< id of the key that seals the lines from here on
    std::int64_t torn_bytes = 0; ///< before this line, of one that a crash cut short
    std::string torn_sha256;     ///< in hex
    std::uint64_t lost_from = 0; ///< lines that had been written and were not there; 0 = none
    std::uint64_t lost_to = 0;
    bool had_no_head = false; ///< there were lines, and nothing said which was the last
};

/// A line as it is read back; what matters to those who verify it.
struct AuditLine {
    std::uint64_t number = 0; ///< seq
    std::string time;
    std::string action;
    std::string previous; ///< seal of the line before
    std::optional<AuditOpening> opening;
};

inline constexpr std::string_view audit_opened = "audit_opened";

/// The line without its end. previous is the seal of the line before it.
std::string write_audit_line(const AuditEntry& entry, std::uint64_t number,
                             std::string_view previous);
std::string write_audit_line(const AuditOpening& opening, Moment at, std::uint64_t number,
                             std::string_view previous);

/// Absent for what is no line of an audit log.
std::optional<AuditLine> read_audit_line(std::string_view text);

} // namespace ecg::serve
