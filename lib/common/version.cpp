#include "common/version.hpp"

namespace ecg {

std::string_view version() {
    return ECG_VERSION; // set by lib/CMakeLists.txt
}

} // namespace ecg
