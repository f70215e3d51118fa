// The checks that serial protocols end their frames with.
#pragma once

#include <cstdint>
#include <string_view>

namespace ecg::acquire {

constexpr std::uint8_t byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<std::uint8_t>(bytes[at]);
}

constexpr std::uint8_t sum_of(std::string_view bytes) {
    unsigned sum = 0;
    for (const char c : bytes) {
        sum += static_cast<std::uint8_t>(c);
    }
    return static_cast<std::uint8_t>(sum);
}

constexpr std::uint8_t xor_of(std::string_view bytes) {
    std::uint8_t all = 0;
    for (const char c : bytes) {
        all = static_cast<std::uint8_t>(all ^ static_cast<std::uint8_t>(c));
    }
    return all;
}

/// CRC-8 of polynomial 0x31, reflected (0x8C), from 0, as Dallas and Maxim have it.
constexpr std::uint8_t crc8_maxim(std::string_view bytes) {
    unsigned crc = 0;
    for (const char c : bytes) {
        crc ^= static_cast<std::uint8_t>(c);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc & 1U) != 0 ? (crc >> 1U) ^ 0x8CU : crc >> 1U;
        }
    }
    return static_cast<std::uint8_t>(crc);
}

} // namespace ecg::acquire
