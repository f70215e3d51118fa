#include "transfer/sign/percent_encoding.hpp"

#include <algorithm>
#include <cstdint>

namespace ecg::transfer {
namespace {

bool is_unreserved(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '~';
}

} // namespace

std::string percent_encoded(std::string_view bytes, Slash slash) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    text.reserve(bytes.size());
    for (const char c : bytes) {
        if (is_unreserved(c) || (c == '/' && slash == Slash::kept)) {
            text += c;
        } else {
            const auto byte = static_cast<std::uint8_t>(c);
            text += '%';
            text += digits[byte >> 4U];
            text += digits[byte & 15U];
        }
    }
    return text;
}

std::string sorted_query(const NameValues& query) {
    std::vector<std::pair<std::string, std::string>> parts;
    parts.reserve(query.size());
    for (const NameValue& part : query) {
        parts.emplace_back(percent_encoded(part.name), percent_encoded(part.value));
    }
    std::ranges::sort(parts);
    std::string text;
    for (const auto& [name, value] : parts) {
        text += text.empty() ? "" : "&";
        text += name;
        text += '=';
        text += value;
    }
    return text;
}

} // namespace ecg::transfer
