// UTF-8 taken apart into characters and put together again.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ecg::report {

/// How many bytes the UTF-8 character at the front of text has; 0 when it is none.
std::size_t character_bytes(std::string_view text);

/// The characters of text; a byte that begins none is U+FFFD.
std::u32string code_points(std::string_view text);

void append_utf8(std::string& out, char32_t letter);

} // namespace ecg::report
