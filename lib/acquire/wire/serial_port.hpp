// A serial line or a pseudo-terminal as a transport.
#pragma once

#include "acquire/wire/open_transport.hpp"

namespace ecg::acquire {

/// name is a path, whose symbolic links are followed now. Throws as open_transport.
std::unique_ptr<Transport> open_serial_port(const std::string& name, const WireSettings& settings);

} // namespace ecg::acquire
