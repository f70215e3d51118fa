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

inline constexpr const char* names_by_id = "/dev/serial/by-id";

/// The link in folder that leads to device, which it does also after the device came back as
/// another; "" for none.
std::string stable_path(const std::string& device, const std::string& folder = names_by_id);

/// What to call port, which is open now, to get the same device when it was unplugged and came
/// back: its stable path, or port as it is where it has none, is a link itself or no path at all.
std::string lasting_name(const std::string& port, const std::string& folder = names_by_id);

/// "there are /dev/ttyS0, /dev/ttyUSB0" or "there is none", for messages.
std::string ports_there_are(const std::vector<PortInfo>& ports);

} // namespace ecg::acquire
