// How many connections are open, in all and from each address.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

namespace ecg::serve {

/// From any thread.
class Admission {
public:
    Admission(std::size_t in_all, std::size_t per_address)
        : most_in_all_{in_all}, most_per_address_{per_address} {}

    /// Counts one more, unless there are as many as may be. unbound: of a proxy, which speaks for
    /// many.
    bool enter(const std::string& address, bool unbound) {
        const std::lock_guard lock{mutex_};
        if (in_all_ >= most_in_all_) {
            return false;
        }
        std::size_t& here = by_address_[address];
        if (here >= most_per_address_ && !unbound) {
            return false;
        }
        ++here;
        ++in_all_;
        return true;
    }

    void leave(const std::string& address) {
        const std::lock_guard lock{mutex_};
        --in_all_;
        const auto found = by_address_.find(address);
        if (--found->second == 0) {
            by_address_.erase(found);
        }
        if (in_all_ == 0) {
            empty_.notify_all();
        }
    }

    /// Waits until none is open; false when the time is over before.
    bool wait_until_empty(std::chrono::milliseconds limit) {
        std::unique_lock lock{mutex_};
        return empty_.wait_for(lock, limit, [this] { return in_all_ == 0; });
    }

    [[nodiscard]] std::size_t in_all() const {
        const std::lock_guard lock{mutex_};
        return in_all_;
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable empty_;
    std::size_t most_in_all_;
    std::size_t most_per_address_;
    std::size_t in_all_ = 0;
    std::unordered_map<std::string, std::size_t> by_address_;
};

} // namespace ecg::serve
