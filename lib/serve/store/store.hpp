// The database: changes that last once they are told, and readings beside them.
#pragma once

#include "serve/store/changes.hpp"
#include "serve/store/records.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace ecg::serve {

struct Page {
    std::size_t limit = 50;
    std::size_t offset = 0;
};

template <typename Record> struct Listing {
    std::size_t total = 0;
    std::vector<Record> rows; ///< newest first
};

/// A stretch of a session's rows, in the order of their times.
struct RowRange {
    std::string session_id;
    std::optional<Moment> from, to; ///< from is within, to is not
    std::int64_t after_id = 0;      ///< of the row at `from` that came last: where to go on
    std::size_t limit = 1000;
};

/// What the writer has done since it started, for those who watch over the server.
struct StoreFigures {
    std::int64_t queued = 0;   ///< changes that wait now
    std::int64_t changes = 0;  ///< changes that were told, refused ones among them
    std::int64_t commits = 0;  ///< each made all of its changes last by one fsync
    std::int64_t failures = 0; ///< commits that could not be made: a full disk, a broken one
    std::int64_t refusals = 0; ///< changes for which the queue had no room
    double commit_seconds = 0; ///< spent on all commits
};

/// Safe to be called from any number of threads.
class Store {
public:
    Store() = default;
    virtual ~Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    using Told = std::function<void(const Outcome&)>;
    /// Queues a change. told is called once, from another thread, when the change will survive a
    /// power cut or was refused; it must be quick and throw nothing, for the next commit waits for
    /// it. False, and told is not kept, when the queue is full.
    virtual bool write(Write write, Told told) = 0;

    /// Readings block: never on a thread of the network. They see what was told as done. Each
    /// throws Error{unavailable} when the database cannot be read, Error{data} when what it says
    /// is damaged.
    virtual std::optional<UserRecord> user(const std::string& id) = 0;
    /// Those whose full name or device serial that is: an identifier of two is nobody's.
    virtual std::vector<UserRecord> users_called(const std::string& identifier) = 0;
    virtual Listing<UserRecord> users(const Page& page) = 0;
    /// Those of patients and devices.
    virtual Listing<UserRecord> patients(const Page& page) = 0;
    /// Families that ended and may still have tokens that were issued since then.
    virtual Credentials credentials(Moment since) = 0;
    virtual std::optional<SessionRecord> session(const std::string& id) = 0;
    virtual Listing<SessionRecord> sessions_of(const std::string& user_id, const Page& page) = 0;
    virtual std::vector<MetricsRecord> metrics(const RowRange& range) = 0;
    virtual std::vector<WaveformRecord> waveforms(const RowRange& range) = 0;
    virtual std::optional<ReportRecord> report(std::int64_t id) = 0;
    virtual Listing<ReportRecord> reports_of(const std::string& user_id, const Page& page) = 0;
    virtual std::vector<ReportRecord> reports_of_session(const std::string& session_id) = 0;

    /// Whether it answers and can be written; for /readyz.
    virtual bool is_well() = 0;
    /// Waits until all that was queued is told.
    virtual void drain() = 0;
    virtual StoreFigures figures() = 0;
};

} // namespace ecg::serve
