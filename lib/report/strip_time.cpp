#include "report/strip_time.hpp"

#include "common/error.hpp"
#include "common/text.hpp"

#include <cmath>
#include <vector>

namespace ecg::report {
namespace {

constexpr double day = 86'400;

bool is_number(std::string_view text, std::size_t most_digits) {
    return !text.empty() && text.size() <= most_digits &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// "1:02:03.5"
std::optional<Seconds> hours_minutes_seconds(std::string_view text) {
    constexpr std::size_t most_hours_digits = 5;
    const std::vector<std::string_view> parts = split(text, ':');
    if (parts.size() != 3 || !is_number(parts[0], most_hours_digits) || !is_number(parts[1], 2) ||
        !is_number(parts[2].substr(0, parts[2].find('.')), 2)) {
        return std::nullopt;
    }
    const auto hours = parse_number(parts[0]);
    const auto minutes = parse_number(parts[1]);
    const auto seconds = parse_number(parts[2]);
    if (!hours || !minutes || !seconds || *minutes >= 60 || *seconds >= 60) {
        return std::nullopt;
    }
    return Seconds{*hours * 3600 + *minutes * 60 + *seconds};
}

void append_two_digits(std::string& words, std::int64_t number) {
    words += number < 10 ? ":0" : ":";
    words += std::to_string(number);
}

} // namespace

std::optional<StripTime> strip_time(std::string_view text) {
    if (const auto elapsed = hours_minutes_seconds(text)) {
        return *elapsed;
    }
    if (const auto span = parse_span(text)) {
        return *span;
    }
    if (text.ends_with('Z')) {
        const auto of_day = hours_minutes_seconds(text.substr(0, text.size() - 1));
        if (of_day && of_day->count() < day) {
            return TimeOfDay{*of_day};
        }
    }
    if (const auto moment = parse_utc(text)) {
        return *moment;
    }
    return std::nullopt;
}

Seconds in_session(const StripTime& time, const Recording& recording) {
    if (const auto* elapsed = std::get_if<Seconds>(&time)) {
        return *elapsed;
    }
    const auto& start = recording.info.start;
    if (!start) {
        throw Error{ErrorKind::data,
                    (recording.info.source.empty() ? "recording" : recording.info.source) +
                        ": does not say when it began; a time since then is \"0:01:30\" or \"90\""};
    }
    constexpr double milliseconds = 1000;
    if (const auto* moment = std::get_if<UtcTime>(&time)) {
        return Seconds{static_cast<double>(moment->milliseconds - start->milliseconds) /
                       milliseconds};
    }
    const Seconds first = recording.rate.time_of(static_cast<double>(recording.first_sample));
    const double begins =
        std::fmod(static_cast<double>(later(*start, first).milliseconds) / milliseconds, day);
    const double wait = std::get<TimeOfDay>(time).since_midnight.count() - begins;
    return first + Seconds{wait < 0 ? wait + day : wait};
}

std::string elapsed_words(Seconds time) {
    const auto tenths = static_cast<std::int64_t>(std::llround(std::max(0.0, time.count()) * 10));
    const std::int64_t all = tenths / 10;
    std::string words = std::to_string(all / 3600);
    append_two_digits(words, all / 60 % 60);
    append_two_digits(words, all % 60);
    if (tenths % 10 != 0) {
        words += '.';
        words += std::to_string(tenths % 10);
    }
    return words;
}

std::string clock_words(Seconds time, const RecordingInfo& info) {
    constexpr std::size_t date = 11;
    constexpr std::size_t length = 8;
    return info.start ? format_utc(later(*info.start, time)).substr(date, length) : "";
}

} // namespace ecg::report
