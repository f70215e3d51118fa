// Where the report's font lies.
#pragma once

#include <string>

namespace ecg::report {

/// wanted itself, or DejaVu Sans of the system when wanted is "". Throws Error{unavailable},
/// naming the Debian package, when there is no such file.
std::string font_file(const std::string& wanted);

} // namespace ecg::report
