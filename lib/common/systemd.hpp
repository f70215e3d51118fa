// What a service and systemd say to each other: sd_listen_fds(3) and sd_notify(3).
#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

namespace ecg {

/// The sockets that systemd listens on for this process; none when it is not started so. Once.
std::vector<int> take_systemd_sockets();

/// "READY=1", "STOPPING=1", "WATCHDOG=1", "STATUS=…"; nothing without NOTIFY_SOCKET.
void notify_systemd(std::string_view state);

/// How often systemd wants to hear WATCHDOG=1 at least; absent when it does not.
std::optional<std::chrono::milliseconds> watchdog_period();

} // namespace ecg
