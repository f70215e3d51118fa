// What a hexadecimal digit counts.
#pragma once

namespace ecg::serve {

/// 0 to 15; -1 for what is none.
constexpr int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

} // namespace ecg::serve
