#include "serve/operate/session_import.hpp"

#include "common/error.hpp"
#include "common/json_writer.hpp"
#include "serve/ids.hpp"
#include "serve/operate/write_transaction.hpp"
#include "serve/store/apply_change.hpp"
#include "serve/store/readings.hpp"
#include "serve/store/session_row.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>
#include <utility>
#include <variant>

namespace ecg::serve {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t rows_at_once = 128; // a transaction

const Actor the_operator{"", Role::admin};

[[noreturn]] void fail(const std::string& name, const std::string& why) {
    throw Error{ErrorKind::data, name + ": " + why + "; nothing of it was stored"};
}

std::string subject_of(const std::string& name, const std::string& recorded_as,
                       const std::string& id) {
    return name + ": session " + recorded_as + ", here " + id;
}

[[noreturn]] void fail_midway(const std::string& subject, const std::string& why) {
    throw Error{ErrorKind::data,
                subject + ": " + why + "; another wrote to it meanwhile, and not all was stored"};
}

/// Others write now, at least as long as they waited.
void give_way(std::chrono::steady_clock::duration waited) {
    std::this_thread::sleep_for(
        std::clamp<std::chrono::steady_clock::duration>(waited, 10ms, 250ms));
}

Outcome apply(Database& database, Change change, Moment now) {
    const std::vector<ContentDigest> digests = content_digests(change);
    return apply_write(database, Write{the_operator, std::move(change), "", ""}, digests, now);
}

void keep_row(Database& database, std::size_t session, const WaveformRecord& row) {
    database.run("INSERT INTO temp.spool (session, time, rate, duration, packed, extra) "
                 "VALUES (?, ?, ?, ?, ?, ?)",
                 static_cast<std::int64_t>(session), row.time, row.sampling_rate,
                 row.duration_seconds, Blob{row.packed}, row.extra);
}

void keep_row(Database& database, std::size_t session, const MetricsRecord& row) {
    database.run("INSERT INTO temp.spool (session, time, heart_rate, st_segment, metrics, extra) "
                 "VALUES (?, ?, ?, ?, ?, ?)",
                 static_cast<std::int64_t>(session), row.time, row.heart_rate, row.st_segment,
                 row.values, row.extra);
}

void take_row(const Statement& row, AddSamples& samples) {
    if (row.is_null(5)) {
        samples.waveforms.push_back({0, row.moment(1), row.real(2).value_or(0),
                                     row.real(3).value_or(0), row.text(4), row.text(8)});
    } else {
        samples.metrics.push_back(
            {0, row.moment(1), row.real(6), row.real(7), row.text(5), row.text(8)});
    }
}

/// Those behind `after`, which becomes the last of them.
AddSamples next_rows(Database& database, std::size_t session, std::int64_t& after) {
    AddSamples samples;
    Statement row = database.query(
        "SELECT n, time, rate, duration, packed, metrics, heart_rate, st_segment, extra "
        "FROM temp.spool WHERE session = ? AND n > ? ORDER BY n LIMIT ?",
        static_cast<std::int64_t>(session), after, static_cast<std::int64_t>(rows_at_once));
    while (row.step()) {
        after = row.integer(0);
        take_row(row, samples);
    }
    return samples;
}

std::int64_t rows_in(Database& database, const std::string& session_id, bool waveforms) {
    Statement row = database.query(waveforms ? "SELECT count(*) FROM waveforms JOIN sessions "
                                               "USING (session_number) WHERE session_id = ?"
                                             : "SELECT count(*) FROM metrics JOIN sessions "
                                               "USING (session_number) WHERE session_id = ?",
                                   session_id);
    return row.step() ? row.integer(0) : 0;
}

enum class Known { is_there, is_new, has_other };

/// has_other: another waveform of the same time is there; one of the two is something else made of
/// the same recording. Metrics of one time may be several.
Known find_row(Database& database, std::int64_t session, Moment time, const ContentDigest& digest,
               bool is_waveform) {
    Statement row = is_waveform ? database.query("SELECT digest FROM waveforms "
                                                 "WHERE session_number = ? AND time = ?",
                                                 session, time)
                                : database.query("SELECT digest FROM metrics "
                                                 "WHERE session_number = ? AND time = ?",
                                                 session, time);
    bool has_other = false;
    while (row.step()) {
        if (row.text(0) == bytes_of(digest)) {
            return Known::is_there;
        }
        has_other = true;
    }
    return has_other ? Known::has_other : Known::is_new;
}

} // namespace

SessionImport::SessionImport(Database& database, std::string user_id, Clock clock)
    : database_{database}, user_id_{std::move(user_id)}, clock_{std::move(clock)} {
    database_.run_script(
        "PRAGMA temp_store = FILE; CREATE TEMP TABLE spool (n INTEGER PRIMARY KEY, "
        "session INTEGER, time INTEGER, rate REAL, duration REAL, packed BLOB, metrics TEXT, "
        "heart_rate REAL, st_segment REAL, extra TEXT); BEGIN");
}

SessionImport::~SessionImport() {
    database_.roll_back();
    try {
        database_.run_script("DROP TABLE IF EXISTS temp.spool");
    } catch (const Error&) {
        // it goes with the connection
    }
}

void SessionImport::add(SessionLineRows rows, const std::string& where) {
    if (sessions_.empty() || sessions_.back().recorded_as != rows.session_id) {
        const double before = static_cast<double>(rows.first_sample) / rows.sampling_rate;
        const Moment start{rows.time.microseconds - std::llround(before * 1e6)};
        sessions_.push_back({rows.session_id, rows.device_serial, rows.device, rows.sampling_rate,
                             start, rows.end, rows.is_timed, ""});
    } else if (rows.time < last_time_) {
        throw Error{ErrorKind::data, where + ": timestamp lies before that of the line before"};
    }
    last_time_ = rows.time;
    Session& session = sessions_.back();
    session.end = std::max(session.end, rows.end);
    session.session_end = std::move(rows.session_end);
    if (rows.waveform) {
        keep_row(database_, sessions_.size(), *rows.waveform);
    }
    if (rows.metrics) {
        keep_row(database_, sessions_.size(), *rows.metrics);
    }
}

std::vector<ImportedSession> SessionImport::commit(const std::string& name,
                                                   const std::function<void()>& between) {
    database_.run("COMMIT"); // of the temporary file
    plan(name);
    std::vector<ImportedSession> stored;
    for (std::size_t i = 0; i < sessions_.size(); ++i) {
        stored.push_back(store(sessions_[i], i + 1, name, between));
    }
    return stored;
}

/// Finds what is wrong with the sessions, and their ids, and changes nothing.
void SessionImport::plan(const std::string& name) {
    std::vector<std::size_t> known;
    {
        const WriteTransaction undone{database_};
        for (std::size_t i = 0; i < sessions_.size(); ++i) {
            Session& session = sessions_[i];
            session.id = id_of(session, name);
            const auto there = read_session(database_, session.id);
            if (!there) {
                start(session, session.id, name);
                continue;
            }
            if (!session.is_timed && there->start_time != session.start) {
                fail(subject_of(name, session.recorded_as, session.id),
                     "is there, and began at another time");
            }
            known.push_back(i);
        }
    }
    for (const std::size_t i : known) {
        const Session& session = sessions_[i];
        check(session, i + 1, subject_of(name, session.recorded_as, session.id));
    }
}

/// Holds the lines of a session that may be there against what is.
void SessionImport::check(const Session& session, std::size_t number, const std::string& subject) {
    const auto there = find_session(database_, session.id);
    if (!there) {
        return; // another stretch of it comes earlier in the file
    }
    std::int64_t after = 0;
    for (;;) {
        const Change change = next_rows(database_, number, after);
        const auto& samples = std::get<AddSamples>(change);
        const std::vector<ContentDigest> digests = content_digests(change);
        for (std::size_t i = 0; i < digests.size(); ++i) {
            const bool is_waveform = i >= samples.metrics.size();
            const Moment time = is_waveform ? samples.waveforms[i - samples.metrics.size()].time
                                            : samples.metrics[i].time;
            const Known known = find_row(database_, there->number, time, digests[i], is_waveform);
            if (is_waveform && known == Known::has_other) {
                fail(subject, "has other lines of the same time");
            }
            if (there->is_ended && known != Known::is_there) {
                fail(subject, "the session has ended, and not all of this was in it");
            }
        }
        if (digests.empty()) {
            break;
        }
    }
    if (there->is_ended && !session.session_end.empty() && there->summary != session.session_end) {
        fail(subject, "has another end");
    }
}

ImportedSession SessionImport::store(const Session& session, std::size_t number,
                                     const std::string& name,
                                     const std::function<void()>& between) {
    ImportedSession stored;
    stored.recorded_as = session.recorded_as;
    stored.id = session.id;
    const std::string subject = subject_of(name, session.recorded_as, session.id);
    const std::int64_t waveforms = rows_in(database_, session.id, true);
    const std::int64_t metrics = rows_in(database_, session.id, false);
    std::int64_t after = 0;
    for (bool is_last = false; !is_last;) {
        AddSamples samples = next_rows(database_, number, after);
        is_last = samples.metrics.empty() && samples.waveforms.empty();
        const auto began = std::chrono::steady_clock::now();
        WriteTransaction transaction{database_};
        if (!find_session(database_, session.id)) {
            start(session, session.id, name);
        }
        if (is_last) {
            end(session, session.id, subject);
        } else {
            store_rows(session, std::move(samples), subject);
        }
        transaction.commit();
        give_way(std::chrono::steady_clock::now() - began);
        between();
    }
    stored.waveforms = rows_in(database_, session.id, true) - waveforms;
    stored.metrics = rows_in(database_, session.id, false) - metrics;
    stored.is_open = !find_session(database_, session.id)->is_ended;
    return stored;
}

/// Of the session that is there, or a new one.
std::string SessionImport::id_of(const Session& session, const std::string& name) {
    if (is_session_id(session.recorded_as)) {
        const auto found = find_session(database_, session.recorded_as);
        if (found && found->user_id != user_id_) {
            fail(name, "session " + session.recorded_as + " is another account's");
        }
        return session.recorded_as;
    }
    Statement row =
        database_.query("SELECT session_id FROM sessions JOIN users USING (user_number) "
                        "WHERE user_id = ? AND json_valid(device_info) "
                        "AND json_extract(device_info, '$.recorded_as') = ?",
                        user_id_, session.recorded_as);
    return row.step() ? row.text(0) : new_session_id(session.start);
}

void SessionImport::start(const Session& session, const std::string& id, const std::string& name) {
    SessionRecord record;
    record.id = id;
    record.user_id = user_id_;
    record.device_serial = session.device_serial;
    record.start_time = session.start;
    JsonWriter json{record.device_info};
    json.begin_object().member("recorded_as", session.recorded_as);
    json.key("sampling_rate").number(session.sampling_rate);
    if (!session.device.empty()) {
        json.key("device").raw(session.device);
    }
    json.end_object();
    const Outcome outcome = apply(database_, StartSession{record}, clock_());
    if (outcome.verdict != Verdict::done) {
        fail(name, "session " + session.recorded_as + ": " + outcome.reason);
    }
}

void SessionImport::store_rows(const Session& session, AddSamples samples,
                               const std::string& subject) {
    samples.session_id = session.id;
    const Outcome outcome = apply(database_, std::move(samples), clock_());
    if (outcome.verdict != Verdict::done && outcome.verdict != Verdict::repeated) {
        fail_midway(subject, outcome.reason);
    }
}

void SessionImport::end(const Session& session, const std::string& id, const std::string& subject) {
    if (session.session_end.empty()) {
        return;
    }
    EndSession end;
    end.session_id = id;
    end.end_time = session.end;
    end.summary = session.session_end;
    end.duration_seconds =
        static_cast<double>(session.end.microseconds - session.start.microseconds) / 1e6;
    const Outcome outcome = apply(database_, end, clock_());
    if (outcome.verdict != Verdict::done && outcome.verdict != Verdict::repeated) {
        fail_midway(subject, "has another end");
    }
}

} // namespace ecg::serve
