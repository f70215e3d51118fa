#include "acquire/session/link_queue.hpp"

#include <algorithm>
#include <utility>

namespace ecg::acquire {

namespace {

constexpr std::size_t enough_of_a_file = 1U << 20; // it is still there when its turn comes

} // namespace

void LinkQueue::push(LinkEvent event, bool may_wait) {
    std::unique_lock lock{mutex_};
    const std::size_t most = may_wait ? std::min(most_, enough_of_a_file) : most_;
    const auto has_room = [&] { return closed_ || events_.empty() || bytes_ < most; };
    if (event.kind == LinkEventKind::bytes && !has_room()) {
        if (!may_wait) {
            dropped_ += event.text.size();
            return;
        }
        emptied_.wait(lock, has_room);
    }
    if (closed_) {
        return;
    }
    if (dropped_ > 0) {
        events_.push_back({LinkEventKind::overrun, event.when, "", std::exchange(dropped_, 0)});
    }
    bytes_ += event.kind == LinkEventKind::bytes ? event.text.size() : 0;
    events_.push_back(std::move(event));
    filled_.notify_one();
}

std::optional<LinkEvent> LinkQueue::pop(Milliseconds patience) {
    std::unique_lock lock{mutex_};
    if (!filled_.wait_for(lock, patience, [&] { return !events_.empty(); })) {
        return std::nullopt;
    }
    LinkEvent event = std::move(events_.front());
    events_.pop_front();
    bytes_ -= event.kind == LinkEventKind::bytes ? event.text.size() : 0;
    emptied_.notify_one();
    return event;
}

void LinkQueue::close() {
    const std::lock_guard lock{mutex_};
    closed_ = true;
    emptied_.notify_all();
}

} // namespace ecg::acquire
