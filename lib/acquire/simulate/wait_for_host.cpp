#include "acquire/simulate/wait_for_host.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <thread>

namespace ecg::acquire {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 50ms; // how long a stop may go unnoticed
constexpr auto look_every = 5ms;

} // namespace

short wait_for_host(int descriptor, MonotonicTime deadline, bool for_room) {
    const auto left = std::clamp<MonotonicClock::duration>(deadline - MonotonicClock::now(), 0ns,
                                                           MonotonicClock::duration{patience});
    const auto ns = std::chrono::duration_cast<std::chrono::nanoseconds>(left);
    const timespec span{0, static_cast<long>(ns.count())};
    pollfd wanted{descriptor, static_cast<short>(for_room ? POLLIN | POLLOUT : POLLIN), 0};
    return ::ppoll(&wanted, 1, &span, nullptr) > 0 ? wanted.revents : short{0};
}

void wait_for_listener(MonotonicTime deadline) {
    std::this_thread::sleep_until(
        std::min<MonotonicTime>(deadline, MonotonicClock::now() + look_every));
}

bool read_all(int descriptor, std::string& out) {
    std::array<char, 4096> buffer;
    for (;;) {
        const auto count = ::read(descriptor, buffer.data(), buffer.size());
        if (count <= 0) {
            return count < 0 && (errno == EAGAIN || errno == EINTR);
        }
        out.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

} // namespace ecg::acquire
