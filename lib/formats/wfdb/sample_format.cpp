#include "formats/wfdb/sample_format.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>

namespace ecg::formats {
namespace {

/// The layout of one format. A block of `samples` takes `bytes`.
struct Layout {
    int format;
    std::int64_t samples;
    std::int64_t bytes;
    std::int32_t missing;
};

constexpr std::array<Layout, 10> layouts{{
    {8, 1, 1, std::numeric_limits<std::int32_t>::min()},
    {16, 1, 2, -(1 << 15)},
    {24, 1, 3, -(1 << 23)},
    {32, 1, 4, std::numeric_limits<std::int32_t>::min()},
    {61, 1, 2, -(1 << 15)},
    {80, 1, 1, -(1 << 7)},
    {160, 1, 2, -(1 << 15)},
    {212, 2, 3, -(1 << 11)},
    {310, 3, 4, -(1 << 9)},
    {311, 3, 4, -(1 << 9)},
}};

const Layout* find_layout(int format) {
    const auto* found = std::find_if(layouts.begin(), layouts.end(),
                                     [&](const Layout& l) { return l.format == format; });
    return found == layouts.end() ? nullptr : found;
}

const Layout& layout_of(int format) {
    const Layout* layout = find_layout(format);
    assert(layout != nullptr);
    return *layout;
}

/// The bytes that the first `samples` of a block reach into.
std::int64_t bytes_of_cut_block(int format, std::int64_t samples) {
    if (format == 310) {
        return samples * 2;
    }
    return samples == 0 ? 0 : samples + 1; // 212: 2; 311: 2 and 3
}

using Bytes = const unsigned char*;

std::uint32_t little(Bytes bytes, int count) {
    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i) {
        value |= static_cast<std::uint32_t>(bytes[i]) << (8 * i);
    }
    return value;
}

/// The low `bits` of value as a two's complement number.
std::int32_t sign_extended(std::uint32_t value, int bits) {
    const int unused = 32 - bits;
    return static_cast<std::int32_t>(value << unused) >> unused;
}

using Block = std::array<std::int32_t, 3>;

/// One block of a format as counts; a template, so that each format has its own tight loop.
template <int format> Block decode_block(Bytes b) {
    if constexpr (format == 8) {
        return {sign_extended(b[0], 8)};
    } else if constexpr (format == 80) {
        return {static_cast<std::int32_t>(b[0]) - 128};
    } else if constexpr (format == 16) {
        return {sign_extended(little(b, 2), 16)};
    } else if constexpr (format == 61) {
        return {sign_extended(static_cast<std::uint32_t>(b[0]) << 8 | b[1], 16)};
    } else if constexpr (format == 160) {
        return {static_cast<std::int32_t>(little(b, 2)) - 32768};
    } else if constexpr (format == 24) {
        return {sign_extended(little(b, 3), 24)};
    } else if constexpr (format == 32) {
        return {sign_extended(little(b, 4), 32)};
    } else if constexpr (format == 212) {
        return {sign_extended(little(b, 2), 12),
                sign_extended(static_cast<std::uint32_t>(b[1] & 0xF0) << 4 | b[2], 12)};
    } else if constexpr (format == 310) {
        const std::uint32_t low = little(b, 2);
        const std::uint32_t high = little(b + 2, 2);
        return {sign_extended(low >> 1, 10), sign_extended(high >> 1, 10),
                sign_extended(low >> 11 | high >> 11 << 5, 10)};
    } else {
        const std::uint32_t word = little(b, 4);
        return {sign_extended(word, 10), sign_extended(word >> 10, 10),
                sign_extended(word >> 20, 10)};
    }
}

template <int format, std::size_t block_samples, std::size_t block_bytes>
void decode(std::string_view bytes, std::span<std::int32_t> counts) {
    const auto* in = reinterpret_cast<Bytes>(bytes.data());
    std::size_t done = 0;
    for (; done + block_samples <= counts.size(); done += block_samples, in += block_bytes) {
        const Block block = decode_block<format>(in);
        for (std::size_t i = 0; i < block_samples; ++i) {
            counts[done + i] = block[i];
        }
    }
    if (done < counts.size()) { // a cut block has fewer bytes than decode_block looks at
        std::array<unsigned char, 4> padded{};
        const auto* end = reinterpret_cast<Bytes>(bytes.data()) + bytes.size();
        std::copy(in, std::min(in + block_bytes, end), padded.begin());
        const Block block = decode_block<format>(padded.data());
        for (std::size_t i = 0; done < counts.size(); ++i, ++done) {
            counts[done] = block[i];
        }
    }
}

} // namespace

bool is_known_format(int format) {
    return find_layout(format) != nullptr;
}

std::int64_t samples_in_block(int format) {
    return layout_of(format).samples;
}

std::int64_t bytes_of_samples(int format, std::int64_t samples) {
    const Layout& layout = layout_of(format);
    return samples / layout.samples * layout.bytes +
           bytes_of_cut_block(format, samples % layout.samples);
}

std::int64_t samples_in_bytes(int format, std::int64_t bytes) {
    const Layout& layout = layout_of(format);
    std::int64_t rest = 0;
    while (rest + 1 < layout.samples &&
           bytes_of_cut_block(format, rest + 1) <= bytes % layout.bytes) {
        ++rest;
    }
    return bytes / layout.bytes * layout.samples + rest;
}

std::int32_t missing_count(int format) {
    return layout_of(format).missing;
}

void decode_counts(int format, std::string_view bytes, std::span<std::int32_t> counts) {
    assert(static_cast<std::int64_t>(bytes.size()) >=
           bytes_of_samples(format, static_cast<std::int64_t>(counts.size())));
    switch (format) {
    case 8:
        return decode<8, 1, 1>(bytes, counts);
    case 16:
        return decode<16, 1, 2>(bytes, counts);
    case 24:
        return decode<24, 1, 3>(bytes, counts);
    case 32:
        return decode<32, 1, 4>(bytes, counts);
    case 61:
        return decode<61, 1, 2>(bytes, counts);
    case 80:
        return decode<80, 1, 1>(bytes, counts);
    case 160:
        return decode<160, 1, 2>(bytes, counts);
    case 212:
        return decode<212, 2, 3>(bytes, counts);
    case 310:
        return decode<310, 3, 4>(bytes, counts);
    default:
        return decode<311, 3, 4>(bytes, counts);
    }
}

} // namespace ecg::formats
