#include "report/code_points.hpp"

#include <algorithm>

namespace ecg::report {

std::size_t character_bytes(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t bytes = lead < 0x80                   ? 1
                              : lead >= 0xC2 && lead < 0xE0 ? 2
                              : lead >= 0xE0 && lead < 0xF0 ? 3
                              : lead >= 0xF0 && lead < 0xF5 ? 4
                                                            : 0;
    if (bytes == 0 || bytes > text.size()) {
        return 0;
    }
    const bool follows = std::all_of(text.begin() + 1, text.begin() + static_cast<long>(bytes),
                                     [](char c) { return (c & 0xC0) == 0x80; });
    if (!follows) {
        return 0;
    }
    const auto second = bytes > 1 ? static_cast<unsigned char>(text[1]) : 0U;
    const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    const bool surrogate = lead == 0xED && second >= 0xA0;
    return overlong || surrogate ? 0 : bytes;
}

std::u32string code_points(std::string_view text) {
    std::u32string letters;
    while (!text.empty()) {
        const std::size_t bytes = character_bytes(text);
        const auto lead = static_cast<unsigned char>(text.front());
        char32_t letter = bytes == 0 ? U'\xFFFD' : bytes == 1 ? lead : lead & (0x7FU >> bytes);
        for (std::size_t i = 1; i < bytes; ++i) {
            letter = (letter << 6) | (static_cast<unsigned char>(text[i]) & 0x3FU);
        }
        letters += letter;
        text.remove_prefix(std::max<std::size_t>(1, bytes));
    }
    return letters;
}

void append_utf8(std::string& out, char32_t letter) {
    const auto follow = [&](int shift) {
        out += static_cast<char>(0x80U | ((letter >> shift) & 0x3FU));
    };
    if (letter < 0x80) {
        out += static_cast<char>(letter);
    } else if (letter < 0x800) {
        out += static_cast<char>(0xC0U | (letter >> 6));
        follow(0);
    } else if (letter < 0x10000) {
        out += static_cast<char>(0xE0U | (letter >> 12));
        follow(6);
        follow(0);
    } else {
        out += static_cast<char>(0xF0U | (letter >> 18));
        follow(12);
        follow(6);
        follow(0);
    }
}

} // namespace ecg::report
