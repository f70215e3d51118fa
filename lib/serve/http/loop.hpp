// One network thread's event loop, and the connections that live on it.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_set>
#include <vector>

namespace boost::asio {
class io_context;
}

namespace ecg::serve {

class Transport;

/// All but post(), is_here(), stop() and the signs of life is for the loop's own thread.
class Loop : public std::enable_shared_from_this<Loop> {
public:
    Loop();
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    [[nodiscard]] boost::asio::io_context& context() { return *context_; }

    /// Runs until stop().
    void run();
    void stop();
    /// Lets the loop's thread run work soon. From any thread.
    void post(std::function<void()> work);
    /// Whether the caller is the loop's thread.
    [[nodiscard]] bool is_here() const;

    void add(std::shared_ptr<Transport> transport);
    void remove(const std::shared_ptr<Transport>& transport);
    /// Wakes every connection, so that it sees what has changed.
    void wake_all();
    /// Throws every connection away. When the thread has ended.
    void abandon_all();

    /// Lets the thread show that it runs: asks for a sign, and how long ago the last one was.
    void ask_for_sign();
    [[nodiscard]] std::chrono::steady_clock::duration since_sign() const;

private:
    void run_posted();

    std::unique_ptr<boost::asio::io_context> context_;
    std::unordered_set<std::shared_ptr<Transport>> transports_;
    std::mutex mutex_; ///< of posted_
    std::vector<std::function<void()>> posted_;
    std::atomic<std::chrono::steady_clock::time_point> sign_{std::chrono::steady_clock::now()};
};

} // namespace ecg::serve
