// The write-ahead log goes into the database while requests go on: no commit waits for that.
#pragma once

#include "serve/store/database.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace ecg::serve {

struct CheckpointerSettings {
    int every = 4000;    ///< pages that came to the log: they are copied on a thread of its own
    int longest = 16000; ///< pages: then the writer waits until the log can begin anew
};

/// Between two checkpoints a page that changes often is copied once, so they come seldom.
class Checkpointer {
public:
    /// Takes a connection that may write.
    Checkpointer(Database database, CheckpointerSettings settings);
    /// Ends a checkpoint that is under way first.
    ~Checkpointer();
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

    /// After a commit: how many pages the log has. Blocks only where it has become too long; with
    /// writers always at work it never begins anew by itself.
    void note(int pages);

private:
    void run();
    void copy();

    CheckpointerSettings settings_;
    std::mutex database_mutex_;
    Database database_;

    std::mutex mutex_;
    std::condition_variable wake_;
    int copied_ = 0; ///< pages of the log
    bool wanted_ = false, stop_ = false;
    std::thread thread_;
};

} // namespace ecg::serve
