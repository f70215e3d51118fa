#include "serve/http/loop.hpp"

#include "serve/http/transport.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

namespace ecg::serve {

Loop::Loop() : context_{std::make_unique<boost::asio::io_context>(1)} {}

Loop::~Loop() = default;

void Loop::run() {
    const auto work = boost::asio::make_work_guard(*context_);
    context_->run();
}

void Loop::stop() {
    context_->stop();
}

void Loop::post(std::function<void()> work) {
    const std::lock_guard lock{mutex_};
    posted_.push_back(std::move(work));
    if (posted_.size() == 1) { // the others of a burst, as of one commit, are found with it
        boost::asio::post(*context_, [this] { run_posted(); });
    }
}

void Loop::run_posted() {
    std::vector<std::function<void()>> now;
    {
        const std::lock_guard lock{mutex_};
        now.swap(posted_);
    }
    for (const std::function<void()>& work : now) {
        work();
    }
}

bool Loop::is_here() const {
    return context_->get_executor().running_in_this_thread();
}

void Loop::add(std::shared_ptr<Transport> transport) {
    transports_.insert(std::move(transport));
}

void Loop::remove(const std::shared_ptr<Transport>& transport) {
    transports_.erase(transport);
}

void Loop::ask_for_sign() {
    post([this] { sign_ = std::chrono::steady_clock::now(); });
}

std::chrono::steady_clock::duration Loop::since_sign() const {
    return std::chrono::steady_clock::now() - sign_.load();
}

void Loop::wake_all() {
    for (const std::shared_ptr<Transport>& transport : transports_) {
        transport->wake();
    }
}

void Loop::abandon_all() {
    while (!transports_.empty()) {
        const auto transport = *transports_.begin();
        transport->abandon();
    }
}

} // namespace ecg::serve
