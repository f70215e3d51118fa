// Whether bytes are text.
#pragma once

#include <string_view>

namespace ecg {

/// Whether all of bytes is well-formed UTF-8: no surrogates, nothing overlong, nothing cut.
bool is_utf8(std::string_view bytes);

} // namespace ecg
