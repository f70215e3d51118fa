// An answer that is given once, from any thread, and taken on a connection's own loop.
#pragma once

#include "serve/http/loop.hpp"
#include "serve/http/transport.hpp"

#include <optional>

namespace ecg::serve {

/// Where the connection finds what was given.
template <class T> struct Slot {
    Transport& transport;
    std::optional<T> value{};
};

/// Puts what is given into the slot and wakes the connection, unless that is gone. Dropped without
/// being given, it gives what was set for that.
template <class T> class Reply {
public:
    Reply(std::shared_ptr<Loop> loop, std::weak_ptr<Slot<T>> slot, T (*if_dropped)())
        : loop_{std::move(loop)}, slot_{std::move(slot)}, if_dropped_{if_dropped} {}

    ~Reply() {
        if (!given_) {
            give(if_dropped_());
        }
    }

    Reply(const Reply&) = delete;
    Reply& operator=(const Reply&) = delete;

    void give(T value) {
        if (given_.exchange(true)) {
            return;
        }
        auto put = [slot = slot_, value = std::move(value)]() mutable {
            if (const auto here = slot.lock()) {
                here->value = std::move(value);
                here->transport.wake();
            }
        };
        if (loop_->is_here()) {
            put();
        } else {
            loop_->post(std::move(put));
        }
    }

private:
    std::shared_ptr<Loop> loop_;
    std::weak_ptr<Slot<T>> slot_;
    T (*if_dropped_)();
    std::atomic<bool> given_{false};
};

} // namespace ecg::serve
