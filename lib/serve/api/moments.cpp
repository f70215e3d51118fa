#include "serve/api/moments.hpp"

#include "common/time.hpp"

#include <algorithm>
#include <cctype>

namespace ecg::serve {
namespace {

constexpr std::int64_t micros_a_milli = 1000;
constexpr Moment earliest{946'684'800'000'000}; // 2000-01-01
constexpr Moment latest{7'258'118'400'000'000}; // 2200-01-01

bool has_zone(std::string_view text) {
    if (text.empty() || text.back() == 'Z' || text.back() == 'z') {
        return !text.empty();
    }
    return text.size() > 6 && text[text.size() - 3] == ':' &&
           (text[text.size() - 6] == '+' || text[text.size() - 6] == '-');
}

/// The decimals of the second, as many as stand there.
std::string_view decimals_of(std::string_view text) {
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos) {
        return {};
    }
    std::size_t end = point + 1;
    while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) {
        ++end;
    }
    return text.substr(point + 1, end - point - 1);
}

/// The three digits behind the millisecond, as a number.
std::int64_t micros_of(std::string_view decimals) {
    std::int64_t micros = 0;
    for (std::size_t i = 3; i < 6; ++i) {
        micros = micros * 10 + (i < decimals.size() ? decimals[i] - '0' : 0);
    }
    return micros;
}

/// text with its decimals cut after the millisecond, so that nothing is rounded.
std::string cut_to_millis(std::string_view text, std::string_view decimals) {
    std::string cut{text};
    if (decimals.size() > 3) {
        const auto begin = static_cast<std::size_t>(decimals.data() - text.data());
        cut.erase(begin + 3, decimals.size() - 3);
    }
    return cut;
}

} // namespace

std::optional<Moment> parse_moment(std::string_view text) {
    constexpr std::size_t seconds_at = 17; // "2025-01-08T12:34:"
    if (!has_zone(text) || text.substr(0, 19).substr(std::min(seconds_at, text.size())) == "60") {
        return std::nullopt;
    }
    const std::string_view decimals = decimals_of(text);
    const auto millis = parse_utc(cut_to_millis(text, decimals));
    if (!millis) {
        return std::nullopt;
    }
    const Moment moment{millis->milliseconds * micros_a_milli + micros_of(decimals)};
    return moment >= earliest && moment < latest ? std::optional{moment} : std::nullopt;
}

std::string format_moment(Moment moment) {
    std::int64_t millis = moment.microseconds / micros_a_milli;
    std::int64_t micros = moment.microseconds % micros_a_milli;
    if (micros < 0) {
        micros += micros_a_milli;
        --millis;
    }
    std::string text = format_utc({millis}); // "….789Z"
    if (micros > 0) {
        const std::string digits = std::to_string(micros_a_milli + micros).substr(1);
        text.insert(text.size() - 1, digits);
    } else if (text.ends_with(".000Z")) {
        text.replace(text.size() - 5, 5, "Z");
    }
    return text;
}

} // namespace ecg::serve
