// The version of the whole project, from its one place in CMakeLists.txt.
#pragma once

#include <string_view>

namespace ecg {

/// "0.1.0"
std::string_view version();

} // namespace ecg
