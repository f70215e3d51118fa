// A folder for pages.
#pragma once

#include <string>

namespace ecg {

/// Makes folder, and those above it, unless it is there. Throws Error{data}.
void make_folder(const std::string& folder);

} // namespace ecg
