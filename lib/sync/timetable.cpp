#include "sync/timetable.hpp"

#include "common/text.hpp"
#include "sync/byte_count.hpp"

#include <algorithm>
#include <string>

namespace ecg::sync {
namespace {

constexpr std::uint64_t least_rate = 4096; // slower, and even a start would take too long
constexpr DayTime day{24 * 60};

/// "20:00"; "24:00" is the end of the day.
std::optional<DayTime> parse_day_time(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == text.npos || colon < 1 || colon > 2 || text.size() != colon + 3) {
        return std::nullopt;
    }
    const std::string digits =
        std::string{text.substr(0, colon)} + std::string{text.substr(colon + 1)};
    if (digits.find_first_not_of("0123456789") != digits.npos) {
        return std::nullopt;
    }
    const std::int64_t hour = *parse_integer(text.substr(0, colon));
    const std::int64_t minute = *parse_integer(text.substr(colon + 1));
    const DayTime time{hour * 60 + minute};
    return minute < 60 && time <= day ? std::optional{time % day} : std::nullopt;
}

std::optional<std::uint64_t> parse_rate(std::string_view text) {
    if (text == "off") {
        return 0;
    }
    const auto rate = parse_byte_count(text);
    return rate && (*rate == 0 || *rate >= least_rate) ? rate : std::nullopt;
}

bool is_within(const std::pair<DayTime, DayTime>& span, DayTime time) {
    const auto& [from, to] = span;
    return from < to ? time >= from && time < to : time >= from || time < to; // over midnight
}

} // namespace

std::optional<RateTimetable> RateTimetable::parse(std::string_view text) {
    RateTimetable table;
    for (const std::string_view word : split_blanks(text)) {
        const std::size_t comma = word.find(',');
        const bool is_timed = comma != word.npos;
        const auto from = is_timed ? parse_day_time(word.substr(0, comma)) : DayTime{0};
        const auto rate = parse_rate(is_timed ? word.substr(comma + 1) : word);
        if (!from || !rate || (!is_timed && trim(text) != word)) {
            return std::nullopt;
        }
        table.changes_.push_back({*from, *rate});
    }
    auto& changes = table.changes_;
    std::sort(changes.begin(), changes.end(),
              [](const Change& a, const Change& b) { return a.from < b.from; });
    const auto twice =
        std::adjacent_find(changes.begin(), changes.end(),
                           [](const Change& a, const Change& b) { return a.from == b.from; });
    return changes.empty() || twice != changes.end() ? std::nullopt : std::optional{table};
}

std::uint64_t RateTimetable::at(DayTime time) const {
    if (changes_.empty()) {
        return 0;
    }
    std::uint64_t rate = changes_.back().rate; // since yesterday
    for (const Change& change : changes_) {
        rate = change.from <= time ? change.rate : rate;
    }
    return rate;
}

std::optional<SendWindow> SendWindow::parse(std::string_view text) {
    SendWindow window;
    if (trim(text).empty() || trim(text) == "always") {
        return window;
    }
    for (const std::string_view word : split_blanks(text)) {
        const std::size_t dash = word.find('-');
        const auto from = parse_day_time(word.substr(0, dash));
        const auto to = dash == word.npos ? std::nullopt : parse_day_time(word.substr(dash + 1));
        if (!from || !to || *from == *to) {
            return std::nullopt;
        }
        window.spans_.emplace_back(*from, *to);
    }
    return window;
}

bool SendWindow::is_open(DayTime time) const {
    return spans_.empty() || std::any_of(spans_.begin(), spans_.end(),
                                         [&](const auto& span) { return is_within(span, time); });
}

std::chrono::minutes SendWindow::until_open(DayTime time) const {
    if (is_open(time)) {
        return std::chrono::minutes{0};
    }
    std::chrono::minutes wait = day;
    for (const auto& [from, to] : spans_) {
        wait = std::min(wait, (from - time + day) % day);
    }
    return wait;
}

} // namespace ecg::sync
