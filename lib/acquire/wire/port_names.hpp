// Which port the user means.
#pragma once

#include "acquire/wire/list_ports.hpp"

#include <string>
#include <vector>

namespace ecg::acquire {

/// The path for "auto", "vid:pid[:serial]", a name below /dev or /dev/serial, or a path, which
/// stays as it is. Throws Error{unavailable} when there is no such port among ports, or more than
/// one.
std::string path_of_port(const std::string& name, const std::vector<PortInfo>& ports);

/// Whether ports must be listed to find name.
bool is_looked_up(const std::string& name);

/// "there are /dev/ttyS0, /dev/ttyUSB0" or "there is none", for messages.
std::string ports_there_are(const std::vector<PortInfo>& ports);

} // namespace ecg::acquire
