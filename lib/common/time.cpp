#include "common/time.hpp"

#include "common/text.hpp"

#include <array>
#include <cmath>
#include <cstdio>

namespace ecg {
namespace {

constexpr std::int64_t ms_per_day = 86'400'000;

struct Civil {
    int year{};
    unsigned month{};
    unsigned day{};
    std::int64_t ms_of_day{};
};

Civil civil_of(UtcTime time) {
    const std::chrono::sys_time<std::chrono::milliseconds> moment{
        std::chrono::milliseconds{time.milliseconds}};
    const auto midnight = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::year_month_day date{midnight};
    return {static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
            static_cast<unsigned>(date.day()),
            std::chrono::duration_cast<std::chrono::milliseconds>(moment - midnight).count()};
}

/// Takes exactly count digits off the front of text.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
    if (text.size() < count) {
        return std::nullopt;
    }
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (text[i] < '0' || text[i] > '9') {
            return std::nullopt;
        }
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, char wanted) {
    if (text.empty() || text.front() != wanted) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

/// The fraction of a second behind a point; zero when there is none.
std::optional<double> take_fraction(std::string_view& text) {
    if (!take(text, '.')) {
        return 0.0;
    }
    double value = 0;
    double weight = 0.1;
    std::size_t digits = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9' && digits < 9) {
        value += weight * (text.front() - '0');
        weight /= 10;
        ++digits;
        text.remove_prefix(1);
    }
    return digits == 0 ? std::nullopt : std::optional{value};
}

/// "Z", nothing, or "+hh:mm": the seconds that local time is ahead of UTC.
std::optional<double> take_zone(std::string_view text) {
    if (text.empty() || text == "Z" || text == "z") {
        return 0.0;
    }
    const double sign = text.front() == '-' ? -1 : 1;
    if (!take(text, '+') && !take(text, '-')) {
        return std::nullopt;
    }
    const auto hours = take_digits(text, 2);
    take(text, ':');
    const auto minutes = take_digits(text, 2);
    if (!hours || !minutes || !text.empty() || *hours > 23 || *minutes > 59) {
        return std::nullopt;
    }
    return sign * (*hours * 3600.0 + *minutes * 60.0);
}

} // namespace

UtcTime later(UtcTime start, Seconds span) {
    return {start.milliseconds + std::llround(span.count() * 1000)};
}

std::string format_utc(UtcTime time) {
    const Civil c = civil_of(time);
    const auto ms = static_cast<int>(c.ms_of_day);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", c.year, c.month,
                  c.day, ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60, ms % 1000);
    return text.data();
}

std::string format_utc_compact(UtcTime time) {
    const Civil c = civil_of(time);
    const auto s = static_cast<int>(c.ms_of_day / 1000);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d%02u%02u_%02d%02d%02d", c.year, c.month, c.day,
                  s / 3600, s / 60 % 60, s % 60);
    return text.data();
}

std::optional<UtcTime> utc_of(int year, int month, int day, double seconds_of_day) {
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok() || !(seconds_of_day >= 0) || seconds_of_day > 86'401) {
        return std::nullopt;
    }
    const auto days = std::chrono::sys_days{date}.time_since_epoch().count();
    return UtcTime{days * ms_per_day + std::llround(seconds_of_day * 1000)};
}

std::optional<UtcTime> parse_utc(std::string_view text) {
    const auto year = take_digits(text, 4);
    take(text, '-');
    const auto month = take_digits(text, 2);
    take(text, '-');
    const auto day = take_digits(text, 2);
    if (!year || !month || !day || (!take(text, 'T') && !take(text, ' '))) {
        return std::nullopt;
    }
    const auto hour = take_digits(text, 2);
    take(text, ':');
    const auto minute = take_digits(text, 2);
    take(text, ':');
    const auto second = take_digits(text, 2);
    const auto fraction = take_fraction(text);
    const auto zone = take_zone(text);
    if (!hour || !minute || !second || !fraction || !zone || *hour > 23 || *minute > 59 ||
        *second > 60) {
        return std::nullopt;
    }
    const auto local =
        utc_of(*year, *month, *day, *hour * 3600.0 + *minute * 60.0 + *second + *fraction);
    return local ? std::optional{later(*local, Seconds{-*zone})} : std::nullopt;
}

std::optional<Seconds> parse_span(std::string_view text) {
    struct Suffix {
        std::string_view word;
        double seconds;
    };

    constexpr std::array<Suffix, 5> suffixes{
        {{"ms", 0.001}, {"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}}};
    double unit = 1;
    for (const Suffix& suffix : suffixes) {
        if (text.ends_with(suffix.word)) {
            unit = suffix.seconds;
            text.remove_suffix(suffix.word.size());
            break;
        }
    }
    const auto number = parse_number(text);
    return number && *number >= 0 ? std::optional{Seconds{*number * unit}} : std::nullopt;
}

UtcTime now_utc() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
}

} // namespace ecg
