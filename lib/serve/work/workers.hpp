// Threads for what would block the network: readings of the database, files.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace ecg::serve {

/// A few threads that do jobs in the order in which they came.
class Workers {
public:
    /// At most `waiting` jobs stand in line.
    Workers(std::size_t threads, std::size_t waiting);
    ~Workers(); ///< finishes what stands in line
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    /// job throws nothing. False, and the job is not done, when the line is full.
    bool add(std::function<void()> job);

private:
    void work();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> jobs_;
    std::size_t most_waiting_;
    bool ending_ = false;
    std::vector<std::thread> threads_;
};

} // namespace ecg::serve
