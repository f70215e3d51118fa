// A device behind a terminal server, or a simulator: bytes over TCP.
#pragma once

#include "acquire/wire/transport.hpp"

#include <memory>
#include <string>

namespace ecg::acquire {

/// name is "tcp:host:port" or "tcp:[::1]:port". Throws Error{usage} for another shape,
/// Error{unavailable} when the host is not known, refuses, or does not answer within 3 s.
std::unique_ptr<Transport> open_tcp(const std::string& name);

} // namespace ecg::acquire
