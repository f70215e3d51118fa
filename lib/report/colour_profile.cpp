#include "report/colour_profile.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace ecg::report {
namespace {

using Xyz = std::array<double, 3>;

// The primaries of IEC 61966-2-1, adapted by the Bradford matrix to the white of all profiles, D50.
constexpr Xyz white{0.96420, 1.00000, 0.82491};
constexpr Xyz red{0.43607, 0.22250, 0.01393};
constexpr Xyz green{0.38506, 0.71688, 0.09710};
constexpr Xyz blue{0.14308, 0.06062, 0.71417};

void append_16(std::string& out, std::uint32_t value) {
    out += {static_cast<char>(value >> 8 & 0xFFU), static_cast<char>(value & 0xFFU)};
}

void append_32(std::string& out, std::size_t value) {
    append_16(out, static_cast<std::uint32_t>(value >> 16 & 0xFFFFU));
    append_16(out, static_cast<std::uint32_t>(value & 0xFFFFU));
}

void append_xyz(std::string& out, const Xyz& xyz) {
    for (const double part : xyz) {
        append_32(out, static_cast<std::size_t>(std::lround(part * 65536)));
    }
}

/// A tag's type and the four bytes behind it.
std::string begin(std::string_view type) {
    return std::string{type} + std::string(4, '\0');
}

std::string xyz_tag(const Xyz& xyz) {
    std::string out = begin("XYZ ");
    append_xyz(out, xyz);
    return out;
}

std::string text_tag(std::string_view words) {
    return begin("text") + std::string{words} + '\0';
}

/// The same words in ASCII alone: the two other alphabets of this type are empty.
std::string description_tag(std::string_view words) {
    constexpr std::size_t others = 4 + 4 + 2 + 1 + 67;
    std::string out = begin("desc");
    append_32(out, words.size() + 1);
    return out.append(words) + std::string(1 + others, '\0');
}

/// How much light each of the 256 values of a byte is.
std::string curve_tag() {
    constexpr std::uint32_t steps = 256;
    std::string out = begin("curv");
    append_32(out, steps);
    for (std::uint32_t i = 0; i < steps; ++i) {
        const double value = i / (steps - 1.0);
        const double light =
            value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
        append_16(out, static_cast<std::uint32_t>(std::lround(light * 65535)));
    }
    return out;
}

std::string header(std::size_t size) {
    std::string out;
    append_32(out, size);
    append_32(out, 0);
    append_32(out, 0x02100000); // version 2.1
    out += "mntrRGB XYZ ";
    for (const std::uint32_t part : {1999U, 10U, 18U, 0U, 0U, 0U}) { // the day of the standard
        append_16(out, part);
    }
    out += "acsp";
    out.append(64 - out.size() + 4, '\0'); // no platform, maker or model; perceptual intent
    append_xyz(out, white);
    out.append(128 - out.size(), '\0');
    return out;
}

} // namespace

std::string srgb_profile() {
    const std::vector<std::pair<std::string_view, std::string>> tags{
        {"desc", description_tag("sRGB IEC61966-2.1")},
        {"cprt", text_tag("No copyright")},
        {"wtpt", xyz_tag(white)},
        {"rXYZ", xyz_tag(red)},
        {"gXYZ", xyz_tag(green)},
        {"bXYZ", xyz_tag(blue)},
        {"rTRC", curve_tag()},
    };
    std::string table;
    std::string contents;
    const std::size_t start = 128 + 4 + 12 * (tags.size() + 2);
    append_32(table, tags.size() + 2);
    const auto enter = [&](std::string_view name, std::size_t at, std::size_t size) {
        table += name;
        append_32(table, at);
        append_32(table, size);
    };
    for (const auto& [name, content] : tags) {
        const std::size_t at = start + contents.size();
        enter(name, at, content.size());
        if (name == "rTRC") { // the curve of all three
            enter("gTRC", at, content.size());
            enter("bTRC", at, content.size());
        }
        contents += content;
        contents.append((4 - contents.size() % 4) % 4, '\0');
    }
    return header(start + contents.size()) + table + contents;
}

} // namespace ecg::report
