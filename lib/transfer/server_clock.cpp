#include "transfer/server_clock.hpp"

#include "common/text.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace ecg::transfer {
namespace {

constexpr std::array<std::string_view, 7> days{"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::int64_t ms_per_day = 86'400'000;

std::string_view day_of(UtcTime time) {
    const std::int64_t day =
        (time.milliseconds - (time.milliseconds < 0 ? ms_per_day - 1 : 0)) / ms_per_day;
    return days[static_cast<std::size_t>((day % 7 + 7) % 7)]; // 1970-01-01 was a Thursday
}

} // namespace

std::string format_http_date(UtcTime time) {
    const std::string iso = format_utc(time); // 2025-01-08T12:34:56.789Z
    const auto month = static_cast<std::size_t>(*parse_integer(iso.substr(5, 2)));
    std::string text{day_of(time)};
    text += ", " + iso.substr(8, 2) + ' ';
    text += months[month - 1];
    return text + ' ' + iso.substr(0, 4) + ' ' + iso.substr(11, 8) + " GMT";
}

std::optional<UtcTime> parse_http_date(std::string_view text) {
    if (text.size() != 29) {
        return std::nullopt;
    }
    const auto month = std::ranges::find(months, text.substr(8, 3));
    if (month == months.end()) {
        return std::nullopt;
    }
    const auto number = static_cast<int>(month - months.begin()) + 1;
    std::string iso{text.substr(12, 4)};
    iso += number < 10 ? "-0" : "-";
    iso += std::to_string(number);
    iso += '-';
    iso += text.substr(5, 2);
    iso += 'T';
    iso += text.substr(17, 8);
    iso += 'Z';
    const std::optional<UtcTime> time = parse_utc(iso);
    return time && format_http_date(*time) == text ? time : std::nullopt;
}

void ServerClock::learn(std::string_view date, UtcTime sent, UtcTime received) {
    const std::optional<UtcTime> server = parse_http_date(date);
    if (!server || received < sent) {
        return;
    }
    // The date fell somewhere in its second, and somewhere between sending and receiving.
    const std::int64_t earliest = server->milliseconds - received.milliseconds;
    const std::int64_t latest = server->milliseconds + 999 - sent.milliseconds;
    const bool agree = earliest <= 0 && latest >= 0;
    ahead_ = std::chrono::milliseconds{agree ? 0 : (earliest + latest) / 2};
}

UtcTime ServerClock::at(UtcTime local) const {
    return {local.milliseconds + ahead_.count()};
}

} // namespace ecg::transfer
