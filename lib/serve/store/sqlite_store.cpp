#include "serve/store/sqlite_store.hpp"

#include "serve/store/log_damage.hpp"
#include "serve/store/readings.hpp"
#include "serve/store/schema.hpp"

#include <utility>

namespace ecg::serve {
namespace {

Database open_prepared(const std::string& path) {
    Database database = open_for_writing(path);
    prepare_schema(database);
    database.leave_checkpoints();
    return database;
}

GroupWriterSettings noted_by(Checkpointer& checkpointer, GroupWriterSettings settings) {
    settings.committed = [&checkpointer](int pages) { checkpointer.note(pages); };
    return settings;
}

} // namespace

Database open_for_writing(const std::string& path) {
    require_whole_log(path);
    Database database{path, Database::Access::create};
    // FULL: with WAL it is one fsync a commit, and what was told survives a power cut
    database.run_script("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
                        "PRAGMA cache_size = -65536; PRAGMA journal_size_limit = 67108864");
    if (const std::string mode = database.answer("PRAGMA journal_mode"); mode != "wal") {
        throw Error{ErrorKind::data, path + ": no write-ahead log is possible here (" + mode + ")"};
    }
    return database;
}

SqliteStore::SqliteStore(const SqliteStoreSettings& settings)
    : checkpointer_{open_for_writing(settings.path), settings.checkpoints},
      writer_{open_prepared(settings.path), noted_by(checkpointer_, settings.writer)},
      readers_{settings.path, settings.readers} {}

bool SqliteStore::write(Write write, Told told) {
    return writer_.write(std::move(write), std::move(told));
}

std::optional<UserRecord> SqliteStore::user(const std::string& id) {
    ReaderPool::Lease reader{readers_};
    return read_user(*reader, id);
}

std::vector<UserRecord> SqliteStore::users_called(const std::string& identifier) {
    ReaderPool::Lease reader{readers_};
    return read_users_called(*reader, identifier);
}

Listing<UserRecord> SqliteStore::users(const Page& page) {
    ReaderPool::Lease reader{readers_};
    return read_users(*reader, page);
}

Listing<UserRecord> SqliteStore::patients(const Page& page) {
    ReaderPool::Lease reader{readers_};
    return read_patients(*reader, page);
}

Credentials SqliteStore::credentials(Moment since) {
    ReaderPool::Lease reader{readers_};
    return read_credentials(*reader, since);
}

std::optional<SessionRecord> SqliteStore::session(const std::string& id) {
    ReaderPool::Lease reader{readers_};
    return read_session(*reader, id);
}

Listing<SessionRecord> SqliteStore::sessions_of(const std::string& user_id, const Page& page) {
    ReaderPool::Lease reader{readers_};
    return read_sessions_of(*reader, user_id, page);
}

std::vector<MetricsRecord> SqliteStore::metrics(const RowRange& range) {
    ReaderPool::Lease reader{readers_};
    return read_metrics(*reader, range);
}

std::vector<WaveformRecord> SqliteStore::waveforms(const RowRange& range) {
    ReaderPool::Lease reader{readers_};
    return read_waveforms(*reader, range);
}

std::optional<ReportRecord> SqliteStore::report(std::int64_t id) {
    ReaderPool::Lease reader{readers_};
    return read_report(*reader, id);
}

Listing<ReportRecord> SqliteStore::reports_of(const std::string& user_id, const Page& page) {
    ReaderPool::Lease reader{readers_};
    return read_reports_of(*reader, user_id, page);
}

std::vector<ReportRecord> SqliteStore::reports_of_session(const std::string& session_id) {
    ReaderPool::Lease reader{readers_};
    return read_reports_of_session(*reader, session_id);
}

bool SqliteStore::is_well() {
    try {
        {
            ReaderPool::Lease reader{readers_};
            schema_version(*reader);
        }
        return writer_.can_write();
    } catch (const Error&) {
        return false;
    }
}

void SqliteStore::drain() {
    writer_.drain();
}

StoreFigures SqliteStore::figures() {
    return writer_.figures();
}

} // namespace ecg::serve
