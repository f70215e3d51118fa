// A terminal device opened for this process alone.
#pragma once

#include "acquire/wire/descriptor.hpp"

#include <string>

namespace ecg::acquire {

/// Opens device without waiting for a carrier, leaving its settings alone, and locks it. name is
/// what the user called it, for messages. Throws Error{usage} when it is no terminal, and
/// Error{unavailable} when it is missing, denied or busy.
Descriptor claim_port(const std::string& name, const std::string& device);

/// Locks an open device anew. Throws Error{unavailable} when another holds it.
void lock_port(int descriptor, const std::string& name, const std::string& device);

void unlock_port(int descriptor);

/// Keeps others from opening it, where the system can and will forget it when the port is closed.
void make_exclusive(int descriptor, const std::string& device);

/// As errno has it, with the port's name, why, and what to do about it. usage or unavailable.
[[noreturn]] void throw_port_trouble(const std::string& name, const std::string& device, int error);

/// Below /dev/pts.
bool is_pseudo_terminal(const std::string& device);

} // namespace ecg::acquire
