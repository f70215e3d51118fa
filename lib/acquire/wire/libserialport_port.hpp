// A serial port opened and set through libserialport.
#pragma once

#include "acquire/wire/descriptor.hpp"
#include "acquire/wire/open_transport.hpp"

#include <string>

namespace ecg::acquire {

/// The port's descriptor, not blocking; not open when libserialport has no such port, though the
/// system may (a pseudo-terminal, a port without modem lines). name is what the user called device.
/// Throws as throw_port_trouble.
Descriptor open_by_libserialport(const std::string& name, const std::string& device,
                                 const WireSettings& settings);

} // namespace ecg::acquire
