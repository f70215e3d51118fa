// The one thread that writes: it takes all changes that wait and makes them last by one fsync.
#pragma once

#include "serve/store/content_digest.hpp"
#include "serve/store/database.hpp"
#include "serve/store/store.hpp"

#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace ecg::serve {

struct GroupWriterSettings {
    std::size_t most_waiting = 8192;             ///< changes; more are refused
    std::size_t most_waiting_bytes = 64U << 20U; ///< likewise
    std::size_t most_in_a_commit = 1024;         ///< changes
    std::function<Moment()> clock;
    /// Called after the changes of a commit were told, with the pages of the write-ahead log.
    std::function<void(int)> committed = [](int) {};
};

class GroupWriter {
public:
    /// Takes a connection that may write, with its schema prepared.
    GroupWriter(Database database, GroupWriterSettings settings);
    /// Tells all that waits first.
    ~GroupWriter();
    GroupWriter(const GroupWriter&) = delete;
    GroupWriter& operator=(const GroupWriter&) = delete;

    /// As Store::write().
    bool write(Write write, Store::Told told);
    /// Writes something that does not matter. False when that could not be done in time.
    bool can_write();
    void drain();
    StoreFigures figures();

private:
    struct Waiting {
        Write write;
        Store::Told told;
        std::vector<ContentDigest> digests;
        std::size_t bytes = 0;
        bool is_probe = false; ///< of can_write(): write stands for nothing
    };

    bool queue(Waiting waiting);
    void run();
    std::vector<Waiting> take();
    void commit_and_tell(std::vector<Waiting>& batch);
    std::vector<Outcome> commit(const std::vector<Waiting>& batch);
    std::vector<Outcome> commit_once(const std::vector<Waiting>& batch, bool one_by_one);
    Outcome apply(const Waiting& waiting);
    Outcome apply_alone(const Waiting& waiting);
    void forget_old_now_and_then();

    GroupWriterSettings settings_;
    Database database_;
    std::chrono::steady_clock::time_point forgot_at_;

    std::mutex mutex_;
    std::condition_variable came_, told_;
    std::vector<Waiting> waiting_;
    std::size_t waiting_bytes_ = 0;
    std::size_t at_work_ = 0; ///< changes that were taken and not told yet
    bool stop_ = false;
    StoreFigures figures_;
    std::thread thread_;
};

} // namespace ecg::serve
