// Numbers of bytes as people write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ecg::sync {

/// "500", "64k", "1.5M", "2G", "1T", with a "B" behind it or without, in either case; k is 1024.
/// Absent for anything else.
std::optional<std::uint64_t> parse_byte_count(std::string_view text);

/// "512 bytes", "64.0 k", "1.5 M": for people.
std::string byte_count_text(std::uint64_t bytes);

} // namespace ecg::sync
