#include "serve/work/workers.hpp"

#include "common/threads.hpp"

#include <utility>

namespace ecg::serve {

Workers::Workers(std::size_t threads, std::size_t waiting) : most_waiting_{waiting} {
    for (std::size_t i = 0; i < threads; ++i) {
        threads_.push_back(start_thread([this] { work(); }));
    }
}

Workers::~Workers() {
    {
        const std::lock_guard lock{mutex_};
        ending_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) {
        thread.join();
    }
}

bool Workers::add(std::function<void()> job) {
    {
        const std::lock_guard lock{mutex_};
        if (ending_ || jobs_.size() >= most_waiting_) {
            return false;
        }
        jobs_.push_back(std::move(job));
    }
    changed_.notify_one();
    return true;
}

void Workers::work() {
    std::unique_lock lock{mutex_};
    while (true) {
        changed_.wait(lock, [this] { return ending_ || !jobs_.empty(); });
        if (jobs_.empty()) {
            return;
        }
        std::function<void()> job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        job();
        job = nullptr; // what it holds on to may want to add a job when it goes
        lock.lock();
    }
}

} // namespace ecg::serve
