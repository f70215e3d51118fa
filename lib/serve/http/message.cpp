#include "serve/http/message.hpp"

#include "common/text.hpp"
#include "common/utf8.hpp"
#include "serve/http/hex_digit.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace ecg::serve {
namespace {

std::optional<std::string> form_decoded(std::string text) {
    std::replace(text.begin(), text.end(), '+', ' ');
    return percent_decoded(text);
}

/// What stands behind the first "name=", as it was sent.
std::optional<std::string_view> raw_value(std::string_view query, std::string_view name) {
    for (const std::string_view part : split(query, '&')) {
        const std::size_t equals = std::min(part.find('='), part.size());
        if (form_decoded(std::string{part.substr(0, equals)}) == std::string{name}) {
            return part.substr(std::min(equals + 1, part.size()));
        }
    }
    return std::nullopt;
}

} // namespace

std::string_view name_of(Method method) {
    constexpr std::array<std::string_view, 8> names{"GET",   "HEAD",   "POST",    "PUT",
                                                    "PATCH", "DELETE", "OPTIONS", ""};
    return names[static_cast<std::size_t>(method)];
}

std::optional<std::string_view> find_header(const Headers& headers, std::string_view name) {
    const auto found = std::find_if(headers.begin(), headers.end(), [&](const Header& header) {
        return equal_but_for_case(header.name, name);
    });
    return found != headers.end() ? std::optional<std::string_view>{found->value} : std::nullopt;
}

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return std::nullopt;
            }
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        if (c == '\0') {
            return std::nullopt;
        }
        out += c;
    }
    return is_utf8(out) ? std::optional{out} : std::nullopt;
}

bool has_query(std::string_view query, std::string_view name) {
    return raw_value(query, name).has_value();
}

std::optional<std::string> query_value(std::string_view query, std::string_view name) {
    const auto raw = raw_value(query, name);
    return raw ? form_decoded(std::string{*raw}) : std::nullopt;
}

} // namespace ecg::serve
