// The part of a file that a Range header asks for [rfc9110 section 14].
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace ecg::serve {

struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t count = 0; ///< never 0
};

struct WholeFile {};

struct NoSuchRange {}; ///< 416

/// header: "bytes=0-99", "bytes=100-", "bytes=-20". Several ranges, other units and what is no
/// range are passed over, as the standard allows: the whole file.
std::variant<WholeFile, ByteRange, NoSuchRange>
range_of(const std::optional<std::string_view>& header, std::uint64_t size);

} // namespace ecg::serve
