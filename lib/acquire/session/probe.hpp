// Finds out which device is at the end of a wire: listens at each speed, then asks.
#pragma once

#include "acquire/session/found_device.hpp"
#include "acquire/wire/open_transport.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace ecg::acquire {

struct ProbeSettings {
    std::string port;
    WireSettings wire;
    bool line_is_known = false;      ///< it is wire.line, and no other is tried
    bool listen_only = false;        ///< never a word to the device
    std::optional<bool> has_speed{}; ///< absent: unless it is a pseudo-terminal, network or file
    std::function<bool()> keep_on = [] { return true; };
    /// What is being done, in words, for who waits.
    std::function<void(const std::string&)> progress = [](const std::string&) {};
};

/// One thing that was tried, and what came of it.
struct ProbeTry {
    LineSettings line;
    std::string asked{}; ///< the driver whose words were said; "" = only listened
    std::int64_t bytes = 0;
    LineErrors errors{};
    Identity answer{};
};

struct ProbeResult {
    std::string port;
    bool has_speed = true; ///< false: a pseudo-terminal, a network connection, a file
    std::vector<ProbeTry> tries{};
    std::optional<FoundDevice> device{};
    bool was_lost = false; ///< the connection ended before all was tried
};

/// Listens at the line of every driver, at the usual other speeds when something comes that nobody
/// reads, and where nothing comes says the words of the drivers that have some. Ends as soon as a
/// device is known and was listened to for two seconds, else after ten at most. A device that was
/// started is stopped again, whatever happens. Throws as open_transport.
ProbeResult probe(const ProbeSettings& settings);

} // namespace ecg::acquire
