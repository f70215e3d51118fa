// A network of two and three channels whose weights follow a rule, so that they can be made again
// anywhere: number k of the file is ((37 k + 11) mod 101 - 50) / 60.
#pragma once

#include "analyze/delineate/network.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace ecg::analyze {

struct LayerSize {
    std::uint32_t out, in, taps;
};

inline constexpr std::size_t layer_count = 21;

inline std::array<LayerSize, layer_count> tiny_layers() {
    return {{{2, 7, 9}, {2, 2, 5}, {3, 2, 5}, {3, 3, 5}, {3, 6, 1}, {2, 3, 5}, {2, 2, 5},
             {2, 4, 1}, {3, 2, 5}, {3, 3, 5}, {3, 6, 1}, {2, 5, 3}, {3, 5, 3}, {3, 6, 1},
             {2, 5, 5}, {2, 2, 5}, {9, 2, 1}, {2, 4, 5}, {9, 2, 1}, {2, 6, 1}, {2, 12, 1}}};
}

template <class Number> void append(std::vector<std::byte>& bytes, Number number) {
    bytes.resize(bytes.size() + sizeof number);
    std::memcpy(bytes.data() + bytes.size() - sizeof number, &number, sizeof number);
}

/// A weights file of layers of those sizes.
inline std::vector<std::byte> weights_of(const std::array<LayerSize, layer_count>& layers) {
    std::vector<std::byte> bytes;
    for (const char c : std::string_view{"ECGDEL1\0", 8}) {
        append(bytes, c);
    }
    append(bytes, static_cast<std::uint32_t>(layers.size()));
    int k = 0;
    for (const LayerSize& layer : layers) {
        append(bytes, layer.out);
        append(bytes, layer.in);
        append(bytes, layer.taps);
        for (std::uint32_t i = 0; i < layer.out * layer.in * layer.taps + layer.out; ++i, ++k) {
            append(bytes, static_cast<float>((37 * k + 11) % 101 - 50) / 60.0F);
        }
    }
    return bytes;
}

inline Network tiny_network() {
    return {weights_of(tiny_layers()), "tiny"};
}

} // namespace ecg::analyze
