#include "serve/store/crc32c.hpp"

#include <array>
#include <bit>
#include <cstring>

namespace ecg::serve {
namespace {

constexpr std::uint32_t polynomial = 0x82f63b78; // 0x1edc6f41, bits reversed
constexpr std::size_t slices = 8;
using Tables = std::array<std::array<std::uint32_t, 256>, slices>;

constexpr Tables make_tables() {
    Tables tables{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t rest = byte;
        for (int bit = 0; bit < 8; ++bit) {
            rest = (rest >> 1U) ^ ((rest & 1U) != 0 ? polynomial : 0);
        }
        tables[0][byte] = rest;
    }
    for (std::size_t slice = 1; slice < slices; ++slice) {
        for (std::size_t byte = 0; byte < 256; ++byte) {
            const std::uint32_t before = tables[slice - 1][byte];
            tables[slice][byte] = (before >> 8U) ^ tables[0][before & 0xffU];
        }
    }
    return tables;
}

constexpr Tables tables = make_tables();
static_assert(std::endian::native == std::endian::little); // as the eight bytes at a time need it

} // namespace

std::uint32_t crc32c(std::string_view bytes) {
    std::uint32_t rest = ~0U;
    while (bytes.size() >= slices) {
        std::uint64_t eight{};
        std::memcpy(&eight, bytes.data(), slices);
        eight ^= rest;
        rest = 0;
        for (std::size_t i = 0; i < slices; ++i) {
            rest ^= tables[slices - 1 - i][(eight >> (8 * i)) & 0xffU];
        }
        bytes.remove_prefix(slices);
    }
    for (const char c : bytes) {
        rest = (rest >> 8U) ^ tables[0][(rest ^ static_cast<unsigned char>(c)) & 0xffU];
    }
    return ~rest;
}

} // namespace ecg::serve
