// From the thread that reads the wire to the one that makes lines of it.
#pragma once

#include "common/units.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>

namespace ecg::acquire {

enum class LinkEventKind {
    connected, ///< and nobody else answers than before
    started,   ///< words say whether it answered when it was
    warning,   ///< words about the port; it is read all the same
    bytes,
    lost,         ///< words say why; it is tried again
    wrong_device, ///< words say who answered; it is tried again
    write_failed, ///< the device takes no bytes; reading goes on
    overrun,      ///< bytes had to be dropped, since nobody took them
    given_up,     ///< no more tries; words say why
    finished      ///< the file or stream is at its end
};

struct LinkEvent {
    LinkEventKind kind{};
    Seconds when{};        ///< of the monotonic clock
    std::string text;      ///< bytes, or words
    std::size_t count = 0; ///< bytes that were dropped
};

/// Bounded in bytes. Bytes of a live device are dropped when it is full, so that its reader never
/// waits; those of a file wait.
class LinkQueue {
public:
    explicit LinkQueue(std::size_t most_bytes) : most_{most_bytes} {}

    void push(LinkEvent event, bool may_wait);
    /// Absent when nothing came within patience.
    std::optional<LinkEvent> pop(Milliseconds patience);
    /// Nobody will take anything any more: whoever waits goes on, and what comes is dropped.
    void close();

private:
    std::mutex mutex_;
    std::condition_variable filled_;
    std::condition_variable emptied_;
    std::deque<LinkEvent> events_;
    std::size_t bytes_ = 0;
    std::size_t most_;
    std::size_t dropped_ = 0; ///< bytes since the queue was full
    bool closed_ = false;
};

} // namespace ecg::acquire
