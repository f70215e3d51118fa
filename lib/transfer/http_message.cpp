#include "transfer/http_message.hpp"

#include "common/text.hpp"
#include "common/time.hpp"

#include <algorithm>
#include <array>

namespace ecg::transfer {
namespace {

constexpr std::chrono::seconds longest_wait = std::chrono::hours{24};
constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// "Sun, 06 Nov 1994 08:49:37 GMT", the one form that is still written [rfc9110 section 5.6.7].
std::optional<UtcTime> parse_http_date(std::string_view text) {
    const std::vector<std::string_view> words = split_blanks(text);
    if (words.size() != 6 || words[5] != "GMT") {
        return std::nullopt;
    }
    const auto month = std::find(months.begin(), months.end(), words[2]);
    const auto day = parse_integer(words[1]), year = parse_integer(words[3]);
    const std::vector<std::string_view> clock = split(words[4], ':');
    if (month == months.end() || !day || !year || *year < 1970 || *year > 9999 ||
        clock.size() != 3) {
        return std::nullopt;
    }
    const auto hour = parse_integer(clock[0]), minute = parse_integer(clock[1]),
               second = parse_integer(clock[2]);
    if (!hour || !minute || !second) {
        return std::nullopt;
    }
    const auto of_day = static_cast<double>(*hour * 3600 + *minute * 60 + *second);
    return utc_of(static_cast<int>(*year), static_cast<int>(month - months.begin()) + 1,
                  static_cast<int>(*day), of_day);
}

/// Digits and no sign, however many.
std::optional<std::chrono::seconds> parse_delay(std::string_view text) {
    const bool is_number = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return c >= '0' && c <= '9';
    });
    if (!is_number) {
        return std::nullopt;
    }
    const auto seconds = parse_integer(text).value_or(longest_wait.count());
    return std::chrono::seconds{std::min<std::int64_t>(seconds, longest_wait.count())};
}

} // namespace

std::optional<std::string_view> HttpAnswer::header(std::string_view name) const {
    const std::string wanted = to_lower(name);
    for (const HttpField& field : headers) {
        if (to_lower(field.name) == wanted) {
            return field.value;
        }
    }
    return std::nullopt;
}

std::optional<std::chrono::seconds> retry_after(const HttpAnswer& answer) {
    const std::string_view text = trim(answer.header("Retry-After").value_or(""));
    if (const auto delay = parse_delay(text)) {
        return delay;
    }
    const auto until = parse_http_date(text);
    const auto now = parse_http_date(answer.header("Date").value_or(""));
    if (!until || !now) {
        return std::nullopt;
    }
    const std::chrono::milliseconds wait{until->milliseconds - now->milliseconds};
    return std::clamp(std::chrono::duration_cast<std::chrono::seconds>(wait),
                      std::chrono::seconds{0}, longest_wait);
}

} // namespace ecg::transfer
