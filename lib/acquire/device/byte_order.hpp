// Whole numbers out of bytes and into bytes, in either order.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ecg::acquire {

/// Of at most seven bytes, the high one first.
constexpr std::int64_t unsigned_big(std::string_view bytes) {
    std::int64_t value = 0;
    for (const char c : bytes) {
        value = value * 256 + static_cast<std::uint8_t>(c);
    }
    return value;
}

/// The low one first.
constexpr std::int64_t unsigned_little(std::string_view bytes) {
    std::int64_t value = 0;
    for (std::size_t i = bytes.size(); i > 0; --i) {
        value = value * 256 + static_cast<std::uint8_t>(bytes[i - 1]);
    }
    return value;
}

/// Two's complement of so many bytes.
constexpr std::int64_t with_sign(std::int64_t value, std::size_t bytes) {
    const std::int64_t all = std::int64_t{1} << (8 * bytes);
    return value >= all / 2 ? value - all : value;
}

constexpr std::int64_t signed_big(std::string_view bytes) {
    return with_sign(unsigned_big(bytes), bytes.size());
}

constexpr std::int64_t signed_little(std::string_view bytes) {
    return with_sign(unsigned_little(bytes), bytes.size());
}

/// The low bytes of value, the lowest first.
inline std::string little_endian(std::int64_t value, std::size_t bytes) {
    std::string out;
    for (std::size_t i = 0; i < bytes; ++i) {
        out += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i));
    }
    return out;
}

/// The lowest last.
inline std::string big_endian(std::int64_t value, std::size_t bytes) {
    const std::string little = little_endian(value, bytes);
    return {little.rbegin(), little.rend()};
}

/// A count as a device sends it; no value is sent as 0.
inline std::int64_t whole(double count) {
    return std::isnan(count) ? 0 : std::llround(count);
}

} // namespace ecg::acquire
