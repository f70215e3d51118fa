// Looks for devices at ports, with a word on the terminal of what is being done.
#pragma once

#include "acquire/session/probe.hpp"
#include "acquire/wire/list_ports.hpp"
#include "device_flags.hpp"

#include <vector>

namespace ecg {

/// "auto": every port of this machine, USB first; else the port itself, as one that can be used.
std::vector<acquire::PortInfo> ports_meant(const std::string& port);

/// acquire::probe until a stop is requested or the terminal hangs up, which is taken for a stop.
/// The line is known where baud or frame are given.
acquire::ProbeResult probe_port(const std::string& port, const DeviceOptions& options,
                                bool listen_only = false);

/// "115200 8N1", or "" where a speed makes no difference.
std::string line_words(const acquire::ProbeResult& result);

/// What was tried, a sentence each: "nothing came at 9600 8N1".
std::vector<std::string> words_of_tries(const acquire::ProbeResult& result);

/// Of options with --driver auto: with the driver, port and line of the first device that is
/// recognised, which is told when verbose or somebody watches. Of others: as they are. Throws
/// Error{usage, unavailable, interrupted}.
DeviceOptions with_found_device(DeviceOptions options, bool verbose);

} // namespace ecg
