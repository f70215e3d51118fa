// Bytes that only come, and come to an end: a file, a named pipe, standard input.
#pragma once

#include "acquire/wire/transport.hpp"

#include <memory>
#include <string>

namespace ecg::acquire {

/// name is "file:path". Throws Error{usage} when it is a folder or a device, Error{unavailable}
/// when it cannot be opened.
std::unique_ptr<Transport> open_file(const std::string& name);

/// Standard input, by the name "-".
std::unique_ptr<Transport> open_standard_input();

} // namespace ecg::acquire
