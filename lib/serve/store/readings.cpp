#include "serve/store/readings.hpp"

#include "serve/store/role.hpp"
#include "serve/store/waveform_codec.hpp"

#include <limits>

namespace ecg::serve {
namespace {

const std::string users_where =
    "SELECT user_id, role, full_name, age, gender, phone, address, device_serial, password_hash, "
    "created_at, last_login, token_version, disabled, extra FROM users ";
const std::string user_by_id = users_where + "WHERE user_id = ?";
// of an account there may be several devices
const std::string users_by_name =
    users_where + "WHERE full_name = ?1 OR user_number IN "
                  "(SELECT user_number FROM devices WHERE device_serial = ?1) LIMIT 3";
const std::string users_page = users_where + "ORDER BY user_number DESC LIMIT ? OFFSET ?";

const std::string patients_page =
    users_where + "WHERE role IN ('patient', 'device') ORDER BY user_number DESC LIMIT ? OFFSET ?";

const std::string sessions_where =
    "SELECT session_id, user_id, sessions.device_serial, device_info, start_time, end_time, "
    "summary, duration_seconds, average_heart_rate, status "
    "FROM sessions JOIN users USING (user_number) ";
const std::string session_by_id = sessions_where + "WHERE session_id = ?";
const std::string sessions_page = sessions_where + "WHERE user_id = ? ORDER BY start_time DESC, "
                                                   "session_number DESC LIMIT ? OFFSET ?";

const std::string reports_where =
    "SELECT report_id, user_id, session_id, object, bytes, metadata, reports.created_at "
    "FROM reports JOIN users USING (user_number) LEFT JOIN sessions USING (session_number) ";
const std::string report_by_id = reports_where + "WHERE report_id = ?";
const std::string reports_page =
    reports_where + "WHERE user_id = ? ORDER BY report_id DESC LIMIT ? OFFSET ?";
const std::string reports_by_session =
    reports_where + "WHERE session_id = ? ORDER BY report_id DESC";

constexpr Moment first_moment{std::numeric_limits<std::int64_t>::min()};
constexpr Moment last_moment{std::numeric_limits<std::int64_t>::max()};

UserRecord user_at(const Statement& row) {
    UserRecord user;
    user.id = row.text(0);
    // the table's CHECK lets no other in
    user.role = role_named(row.text(1)).value_or(Role::patient);
    user.full_name = row.text(2);
    user.age = row.integer_if_any(3);
    user.gender = row.text(4);
    user.phone = row.text(5);
    user.address = row.text(6);
    user.device_serial = row.text(7);
    user.password_hash = row.text(8);
    user.created_at = row.moment(9);
    user.last_login = row.moment_if_any(10);
    user.token_version = row.integer(11);
    user.disabled = row.integer(12) != 0;
    user.extra = row.text(13);
    return user;
}

SessionRecord session_at(const Statement& row) {
    SessionRecord session;
    session.id = row.text(0);
    session.user_id = row.text(1);
    session.device_serial = row.text(2);
    session.device_info = row.text(3);
    session.start_time = row.moment(4);
    session.end_time = row.moment_if_any(5);
    session.summary = row.text(6);
    session.duration_seconds = row.real(7);
    session.average_heart_rate = row.real(8);
    session.status = row.text(9);
    return session;
}

ReportRecord report_at(const Statement& row) {
    ReportRecord report;
    report.id = row.integer(0);
    report.user_id = row.text(1);
    report.session_id = row.text(2);
    report.object = row.text(3);
    report.bytes = row.integer(4);
    report.metadata = row.text(5);
    report.created_at = row.moment(6);
    return report;
}

template <class Record>
std::vector<Record> all_rows(Statement statement, Record (*row_at)(const Statement&)) {
    std::vector<Record> rows;
    while (statement.step()) {
        rows.push_back(row_at(statement));
    }
    return rows;
}

template <class Record>
std::optional<Record> first_row(Statement statement, Record (*row_at)(const Statement&)) {
    return statement.step() ? std::optional{row_at(statement)} : std::nullopt;
}

std::size_t count(Statement statement) {
    return statement.step() ? static_cast<std::size_t>(statement.integer(0)) : 0;
}

/// SQLite's numbers have a sign; more rows than that there are not.
std::int64_t bounded(std::size_t number) {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    return number > static_cast<std::size_t>(most) ? most : static_cast<std::int64_t>(number);
}

} // namespace

std::optional<UserRecord> read_user(Database& database, const std::string& id) {
    return first_row(database.query(user_by_id, id), user_at);
}

std::vector<UserRecord> read_users_called(Database& database, const std::string& identifier) {
    return all_rows(database.query(users_by_name, identifier), user_at);
}

Listing<UserRecord> read_users(Database& database, const Page& page) {
    return {
        count(database.query("SELECT count(*) FROM users")),
        all_rows(database.query(users_page, bounded(page.limit), bounded(page.offset)), user_at)};
}

Listing<UserRecord> read_patients(Database& database, const Page& page) {
    return {count(database.query("SELECT count(*) FROM users WHERE role IN ('patient', 'device')")),
            all_rows(database.query(patients_page, bounded(page.limit), bounded(page.offset)),
                     user_at)};
}

Credentials read_credentials(Database& database, Moment since) {
    Credentials all;
    Statement version =
        database.query("SELECT user_id, token_version FROM users WHERE token_version > 0");
    while (version.step()) {
        all.versions.push_back({version.text(0), version.integer(1)});
    }
    Statement family = database.query("SELECT DISTINCT family FROM refresh_tokens "
                                      "JOIN refresh_families USING (family) "
                                      "WHERE ended = 1 AND issued_at >= ?",
                                      since);
    while (family.step()) {
        all.ended_families.push_back(family.text(0));
    }
    Statement key = database.query(
        "SELECT digest, user_id, role, label, made_at FROM api_keys JOIN users USING (user_number) "
        "WHERE ended = 0 AND disabled = 0 ORDER BY made_at, digest");
    while (key.step()) {
        all.api_keys.push_back({key.text(0), key.text(1),
                                role_named(key.text(2)).value_or(Role::patient), key.text(3),
                                key.moment(4)});
    }
    return all;
}

std::optional<SessionRecord> read_session(Database& database, const std::string& id) {
    return first_row(database.query(session_by_id, id), session_at);
}

Listing<SessionRecord> read_sessions_of(Database& database, const std::string& user_id,
                                        const Page& page) {
    return {
        count(database.query("SELECT count(*) FROM sessions WHERE user_number = "
                             "(SELECT user_number FROM users WHERE user_id = ?)",
                             user_id)),
        all_rows(database.query(sessions_page, user_id, bounded(page.limit), bounded(page.offset)),
                 session_at)};
}

std::vector<MetricsRecord> read_metrics(Database& database, const RowRange& range) {
    Statement row = database.query(
        "SELECT metric_id, time, heart_rate, st_segment, metrics, extra FROM metrics WHERE "
        "session_number = (SELECT session_number FROM sessions WHERE session_id = ?1) "
        "AND time >= ?2 AND time < ?3 AND (time > ?2 OR metric_id > ?4) "
        "ORDER BY time, metric_id LIMIT ?5",
        range.session_id, range.from.value_or(first_moment), range.to.value_or(last_moment),
        range.after_id, bounded(range.limit));
    std::vector<MetricsRecord> rows;
    while (row.step()) {
        rows.push_back(
            {row.integer(0), row.moment(1), row.real(2), row.real(3), row.text(4), row.text(5)});
    }
    return rows;
}

std::vector<WaveformRecord> read_waveforms(Database& database, const RowRange& range) {
    Statement row = database.query(
        "SELECT waveform_id, time, sampling_rate, duration_seconds, packed, extra FROM waveforms "
        "WHERE session_number = (SELECT session_number FROM sessions WHERE session_id = ?1) "
        "AND time >= ?2 AND time < ?3 AND (time > ?2 OR waveform_id > ?4) "
        "ORDER BY time, waveform_id LIMIT ?5",
        range.session_id, range.from.value_or(first_moment), range.to.value_or(last_moment),
        range.after_id, bounded(range.limit));
    std::vector<WaveformRecord> rows;
    while (row.step()) {
        rows.push_back({row.integer(0), row.moment(1), row.real(2).value_or(0),
                        row.real(3).value_or(0), row.text(4), row.text(5)});
        if (!is_undamaged(rows.back().packed)) {
            throw Error{ErrorKind::data, "waveform_" + std::to_string(rows.back().id) +
                                             ": its bytes are not those that were stored"};
        }
    }
    return rows;
}

std::optional<ReportRecord> read_report(Database& database, std::int64_t id) {
    return first_row(database.query(report_by_id, id), report_at);
}

Listing<ReportRecord> read_reports_of(Database& database, const std::string& user_id,
                                      const Page& page) {
    return {
        count(database.query("SELECT count(*) FROM reports WHERE user_number = "
                             "(SELECT user_number FROM users WHERE user_id = ?)",
                             user_id)),
        all_rows(database.query(reports_page, user_id, bounded(page.limit), bounded(page.offset)),
                 report_at)};
}

std::vector<ReportRecord> read_reports_of_session(Database& database,
                                                  const std::string& session_id) {
    return all_rows(database.query(reports_by_session, session_id), report_at);
}

} // namespace ecg::serve
