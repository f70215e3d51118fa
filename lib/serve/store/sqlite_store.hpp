// The store in one SQLite file: a writer with group commit, and readers beside it.
#pragma once

#include "serve/store/checkpointer.hpp"
#include "serve/store/group_writer.hpp"
#include "serve/store/reader_pool.hpp"
#include "serve/store/store.hpp"

#include <string>

namespace ecg::serve {

struct SqliteStoreSettings {
    std::string path;
    std::size_t readers = 4;
    GroupWriterSettings writer; ///< its clock is a must
    CheckpointerSettings checkpoints{};
};

class SqliteStore final : public Store {
public:
    /// Makes the database when there is none. Throws Error{data} when its schema is older or newer
    /// than this program's, and when it is no database of ours; DatabaseError.
    explicit SqliteStore(const SqliteStoreSettings& settings);

    bool write(Write write, Told told) override;

    std::optional<UserRecord> user(const std::string& id) override;
    std::vector<UserRecord> users_called(const std::string& identifier) override;
    Listing<UserRecord> users(const Page& page) override;
    Listing<UserRecord> patients(const Page& page) override;
    Credentials credentials(Moment since) override;
    std::optional<SessionRecord> session(const std::string& id) override;
    Listing<SessionRecord> sessions_of(const std::string& user_id, const Page& page) override;
    std::vector<MetricsRecord> metrics(const RowRange& range) override;
    std::vector<WaveformRecord> waveforms(const RowRange& range) override;
    std::optional<ReportRecord> report(std::int64_t id) override;
    Listing<ReportRecord> reports_of(const std::string& user_id, const Page& page) override;
    std::vector<ReportRecord> reports_of_session(const std::string& session_id) override;

    bool is_well() override;
    void drain() override;
    StoreFigures figures() override;

private:
    Checkpointer checkpointer_;
    GroupWriter writer_;
    ReaderPool readers_;
};

/// A connection that writes as the store does, to a database that may not be there yet. The schema
/// is not looked at. Throws DatabaseError; Error{data} when its write-ahead log is damaged.
Database open_for_writing(const std::string& path);

} // namespace ecg::serve
