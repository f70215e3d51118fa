// Where the report's font lies, and its bytes.
#pragma once

#include <memory>
#include <string>

namespace ecg::report {

/// wanted itself, or DejaVu Sans of the system when wanted is "". Throws Error{unavailable},
/// naming the Debian package, when there is no such file.
std::string font_file(const std::string& wanted);

/// The bytes of that file, read anew only when it has changed. Throws Error{unavailable}.
std::shared_ptr<const std::string> font_bytes(const std::string& file);

} // namespace ecg::report
