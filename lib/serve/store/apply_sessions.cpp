#include "serve/store/apply_change.hpp"
#include "serve/store/session_row.hpp"

namespace ecg::serve {
namespace {

bool is_device_of_another(Database& database, const std::string& serial, std::int64_t user_number) {
    Statement row = database.query(
        "SELECT 1 FROM devices WHERE device_serial = ? AND user_number != ?", serial, user_number);
    return row.step();
}

void insert_session(const ChangeScene& scene, const SessionRecord& session,
                    std::int64_t user_number) {
    scene.database.run(
        "INSERT INTO sessions (session_id, user_number, device_serial, device_info, start_time, "
        "end_time, summary, duration_seconds, average_heart_rate, status, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        session.id, user_number, session.device_serial, TextOrNull{session.device_info},
        session.start_time, session.end_time, TextOrNull{session.summary}, session.duration_seconds,
        session.average_heart_rate, session.status, scene.now);
}

/// The session that a report or an error names, if it is of that user.
std::optional<std::int64_t> session_of(Database& database, const std::string& session_id,
                                       std::int64_t user_number) {
    Statement row = database.query(
        "SELECT session_number FROM sessions WHERE session_id = ? AND user_number = ?", session_id,
        user_number);
    return row.step() ? std::optional{row.integer(0)} : std::nullopt;
}

std::optional<std::int64_t> report_with(Database& database, const ContentDigest& digest) {
    Statement row =
        database.query("SELECT report_id FROM reports WHERE digest = ?", Blob{bytes_of(digest)});
    return row.step() ? std::optional{row.integer(0)} : std::nullopt;
}

std::optional<std::int64_t> error_with(Database& database, const ContentDigest& digest) {
    Statement row =
        database.query("SELECT error_id FROM errors WHERE digest = ?", Blob{bytes_of(digest)});
    return row.step() ? std::optional{row.integer(0)} : std::nullopt;
}

Outcome numbered(Verdict verdict, std::int64_t number, const std::string& user_id) {
    Outcome outcome;
    outcome.verdict = verdict;
    outcome.number = number;
    outcome.user_id = user_id;
    return outcome;
}

} // namespace

std::optional<SessionRow> find_session(Database& database, const std::string& session_id) {
    Statement row =
        database.query("SELECT session_number, user_id, status, summary, disabled FROM sessions "
                       "JOIN users USING (user_number) WHERE session_id = ?",
                       session_id);
    if (!row.step()) {
        return std::nullopt;
    }
    return SessionRow{row.integer(0), row.text(1), row.text(2) != "active", row.text(3),
                      row.integer(4) != 0};
}

Found<SessionRow> session_to_change(const ChangeScene& scene, const std::string& session_id) {
    const auto session = find_session(scene.database, session_id);
    if (!session) {
        return {{}, refused(Verdict::not_found, "no such session")};
    }
    const Verdict verdict = may_change(scene.by, session->user_id, session->owner_is_disabled);
    if (verdict != Verdict::done) {
        return {{}, refused(verdict, "the session is another's, or its owner disabled")};
    }
    return {session, {}};
}

Outcome apply_change(const ChangeScene& scene, const StartSession& change) {
    const SessionRecord& session = change.session;
    const auto account = account_to_change(scene, session.user_id);
    if (!account.row) {
        return account.refusal;
    }
    if (is_device_of_another(scene.database, session.device_serial, account.row->number)) {
        return refused(Verdict::forbidden, "the device is another's");
    }
    if (find_session(scene.database, session.id)) {
        return refused(Verdict::conflict, "the session id is taken");
    }
    insert_session(scene, session, account.row->number);
    Outcome outcome;
    outcome.id = session.id;
    outcome.user_id = session.user_id;
    return outcome;
}

Outcome apply_change(const ChangeScene& scene, const EndSession& change) {
    const auto found = session_to_change(scene, change.session_id);
    if (!found.row) {
        return found.refusal;
    }
    const SessionRow& session = *found.row;
    Outcome outcome;
    outcome.id = change.session_id;
    outcome.user_id = session.user_id;
    if (session.is_ended) {
        outcome.verdict = session.summary == change.summary ? Verdict::repeated : Verdict::ended;
        return outcome;
    }
    scene.database.run("UPDATE sessions SET end_time = ?, summary = ?, duration_seconds = ?, "
                       "average_heart_rate = ?, status = 'completed' WHERE session_number = ?",
                       change.end_time, TextOrNull{change.summary}, change.duration_seconds,
                       change.average_heart_rate, session.number);
    return outcome;
}

Outcome apply_change(const ChangeScene& scene, const AddReport& change,
                     std::span<const ContentDigest> digests) {
    const ReportRecord& report = change.report;
    const auto account = account_to_change(scene, report.user_id);
    if (!account.row) {
        return account.refusal;
    }
    const auto session = session_of(scene.database, report.session_id, account.row->number);
    if (!session && !report.session_id.empty()) {
        return refused(Verdict::not_found, "no such session");
    }
    if (const auto first = report_with(scene.database, digests.front())) {
        return numbered(Verdict::repeated, *first, report.user_id);
    }
    scene.database.run("INSERT INTO reports (digest, user_number, session_number, object, bytes, "
                       "metadata, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                       Blob{bytes_of(digests.front())}, account.row->number, session, report.object,
                       report.bytes, TextOrNull{report.metadata}, report.created_at);
    return numbered(Verdict::done, scene.database.last_id(), report.user_id);
}

Outcome apply_change(const ChangeScene& scene, const AddError& change,
                     std::span<const ContentDigest> digests) {
    const ErrorRecord& error = change.error;
    std::optional<std::int64_t> user, session;
    if (!error.user_id.empty()) {
        const auto account = account_to_change(scene, error.user_id);
        if (!account.row) {
            return account.refusal;
        }
        user = account.row->number;
        session = session_of(scene.database, error.session_id, account.row->number);
    }
    if (const auto first = error_with(scene.database, digests.front())) {
        return numbered(Verdict::repeated, *first, error.user_id);
    }
    scene.database.run(
        "INSERT INTO errors (digest, user_number, session_number, session_id, device_serial, time, "
        "error_type, error_message, stack_trace, system_info, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        Blob{bytes_of(digests.front())}, user, session, TextOrNull{error.session_id},
        TextOrNull{error.device_serial}, error.time, error.type, error.message,
        TextOrNull{error.stack_trace}, TextOrNull{error.system_info}, scene.now);
    return numbered(Verdict::done, scene.database.last_id(), error.user_id);
}

} // namespace ecg::serve
