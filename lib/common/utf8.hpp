// Whether bytes are text, and how long it is.
#pragma once

#include <cstddef>
#include <string_view>

namespace ecg {

/// Whether all of bytes is well-formed UTF-8: no surrogates, nothing overlong, nothing cut.
bool is_utf8(std::string_view bytes);

/// How many characters (code points) UTF-8 has.
std::size_t count_characters(std::string_view text);

/// text behind the byte order mark with which some editors begin it.
std::string_view without_byte_order_mark(std::string_view text);

} // namespace ecg
