// The command line of ecg-acquire simulate.
#pragma once

#include "signal_flags.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace ecg {

struct SimulateOptions {
    SignalOptions signal;
    std::string driver;               ///< "name:key=value,…"
    std::string pty;                  ///< one of these three is given: a link,
    std::optional<std::uint16_t> tcp; ///< a port,
    std::string output;               ///< or a file
    std::string truth;                ///< "" = not asked for
    bool force = false;
    std::string faults;
    bool unpaced = false;
    bool realtime = false; ///< a file is paced, too
    double clock_ppm = 0;
    double burst_ms = 0;
    bool verbose = false;
};

/// chosen is called when the command is the one to run.
void add_simulate(CLI::App& app, SimulateOptions& options, const std::function<void()>& chosen);

} // namespace ecg
