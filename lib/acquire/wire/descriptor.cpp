#include "acquire/wire/descriptor.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>

namespace ecg::acquire {
namespace {

constexpr std::size_t most_at_once = 64U << 10;
constexpr Milliseconds longest_wait{60'000};
constexpr short trouble = POLLHUP | POLLERR | POLLNVAL; // poll tells them unasked

using Clock = std::chrono::steady_clock;

int poll_once(pollfd& waiting, Milliseconds patience) {
    const Milliseconds bounded = std::clamp(patience, Milliseconds{0}, longest_wait);
    return ::poll(&waiting, 1, static_cast<int>(std::ceil(bounded.count())));
}

bool is_for_later(int error) {
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

ssize_t write_some(int descriptor, std::string_view bytes) {
    const ssize_t sent = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    const bool is_socket = sent >= 0 || errno != ENOTSOCK;
    return is_socket ? sent : ::write(descriptor, bytes.data(), bytes.size());
}

} // namespace

Descriptor::~Descriptor() {
    if (is_open()) {
        ::close(number_);
    }
}

Arrival read_within(int descriptor, std::string& out, Milliseconds patience) {
    Arrival arrival;
    pollfd waiting{descriptor, POLLIN, 0};
    int ready = poll_once(waiting, patience);
    while (ready > 0) {
        std::array<char, 4096> buffer; // NOLINT(*-member-init): read() fills it
        const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
        if (count > 0) {
            out.append(buffer.data(), static_cast<std::size_t>(count));
            arrival.count += static_cast<std::size_t>(count);
        } else if (count == 0 || !is_for_later(errno) || (waiting.revents & trouble) != 0) {
            arrival.ended = true;
            arrival.error = count == 0 || is_for_later(errno) ? 0 : errno;
            break;
        }
        if (count < 0 || arrival.count >= most_at_once) {
            break;
        }
        ready = poll_once(waiting, Milliseconds{0});
    }
    return arrival;
}

bool wait_for(int descriptor, short events, Milliseconds patience) {
    const auto deadline = Clock::now() + patience;
    for (;;) {
        pollfd waiting{descriptor, events, 0};
        const Milliseconds left = deadline - Clock::now();
        const int ready = poll_once(waiting, left);
        if (ready > 0) {
            return true;
        }
        if (left <= Milliseconds{0} || (ready < 0 && errno != EINTR)) {
            return false;
        }
    }
}

bool write_within(int descriptor, std::string_view bytes, Milliseconds patience) {
    const auto deadline = Clock::now() + patience;
    while (!bytes.empty()) {
        const ssize_t count = write_some(descriptor, bytes);
        if (count > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(count));
            continue;
        }
        const bool is_over = Clock::now() >= deadline || (count < 0 && !is_for_later(errno));
        if (is_over || !wait_for(descriptor, POLLOUT, deadline - Clock::now())) {
            return false;
        }
    }
    return true;
}

void drop_input(int descriptor) {
    std::string dropped;
    read_within(descriptor, dropped, Milliseconds{0});
}

} // namespace ecg::acquire
