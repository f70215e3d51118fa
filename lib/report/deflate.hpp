// Bytes made shorter, as the streams of a PDF hold them.
#pragma once

#include <string>
#include <string_view>

namespace ecg::report {

/// bytes in zlib's format, the same for the same bytes.
std::string deflated(std::string_view bytes);

} // namespace ecg::report
