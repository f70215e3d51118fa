#include "serve/auth/password_pool.hpp"

#include "common/error.hpp"
#include "common/threads.hpp"
#include "serve/auth/bcrypt.hpp"
#include "transfer/crypto.hpp"

#include <algorithm>
#include <utility>

namespace ecg::serve {

PasswordPool::PasswordPool(const Settings& settings) : settings_{settings} {
    for (std::size_t i = 0; i < std::max<std::size_t>(1, settings.threads); ++i) {
        threads_.push_back(start_thread([this] { work(); }));
    }
}

PasswordPool::~PasswordPool() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) {
        thread.join();
    }
}

bool PasswordPool::hash(std::string password, Hashed done) {
    return add([this, password = std::move(password), done = std::move(done)]() mutable {
        std::string hash;
        try {
            hash = hash_password(password, settings_.cost);
        } catch (const Error&) {
            hash.clear(); // no thread of the pool may end; whoever asked is told by ""
        }
        transfer::wipe(password);
        done(std::move(hash));
    });
}

bool PasswordPool::verify(std::string password, std::optional<std::string> stored, Verified done) {
    return add([this, password = std::move(password), stored = std::move(stored),
                done = std::move(done)]() mutable {
        bool right = false;
        std::optional<std::string> fresh;
        try {
            right = verify_password(password, stored, settings_.cost);
            if (right && is_outdated(*stored, settings_.cost)) {
                fresh = hash_password(password, settings_.cost);
            }
        } catch (const Error&) {
            fresh.reset(); // what could not be verified is not right
        }
        transfer::wipe(password);
        done(right, std::move(fresh));
    });
}

std::size_t PasswordPool::waiting() const {
    const std::lock_guard lock{mutex_};
    return jobs_.size();
}

bool PasswordPool::add(Job job) {
    {
        const std::lock_guard lock{mutex_};
        if (stopping_ || jobs_.size() >= settings_.queue) {
            return false;
        }
        jobs_.push_back(std::move(job));
    }
    wake_.notify_one();
    return true;
}

void PasswordPool::work() {
    for (;;) {
        Job job;
        {
            std::unique_lock lock{mutex_};
            wake_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
            if (jobs_.empty()) {
                return;
            }
            job = std::move(jobs_.front());
            jobs_.pop_front();
        }
        job();
    }
}

} // namespace ecg::serve
