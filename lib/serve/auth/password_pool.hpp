// The threads that hash passwords: few, and with a short queue, for each hash takes long.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace ecg::serve {

/// Safe to be called from any number of threads.
class PasswordPool {
public:
    struct Settings {
        std::size_t threads = 1;
        std::size_t queue = 64; ///< jobs that wait, beside those in work
        int cost = 12;
    };

    explicit PasswordPool(const Settings& settings);
    /// Finishes what it took.
    ~PasswordPool();
    PasswordPool(const PasswordPool&) = delete;
    PasswordPool& operator=(const PasswordPool&) = delete;

    /// hash is "" when hashing failed.
    using Hashed = std::function<void(std::string hash)>;
    /// fresh is a better hash of a password that is right and whose stored hash is out of date.
    using Verified = std::function<void(bool right, std::optional<std::string> fresh)>;

    /// Calls done once, from one of the pool's threads. False, and done is not kept, when too many
    /// are waiting: 503.
    bool hash(std::string password, Hashed done);
    /// The same time for a user whom nobody knows (stored absent) as for one whose password it is
    /// not.
    bool verify(std::string password, std::optional<std::string> stored, Verified done);

    [[nodiscard]] std::size_t waiting() const;

private:
    using Job = std::function<void()>;

    bool add(Job job);
    void work();

    Settings settings_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job> jobs_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

} // namespace ecg::serve
