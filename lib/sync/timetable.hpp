// When to send, and how fast: by the hours of the local day.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace ecg::sync {

/// Since local midnight, less than a day.
using DayTime = std::chrono::minutes;

/// Bytes a second to send at most.
class RateTimetable {
public:
    /// No limit at any time.
    RateTimetable() = default;

    /// "64k"; "off" or "0", which is no limit; or changes through the day,
    /// "08:00,64k 20:00,off". Absent for anything else, and for limits below 4k, at which
    /// nothing would arrive in time.
    static std::optional<RateTimetable> parse(std::string_view text);

    /// 0 = no limit.
    [[nodiscard]] std::uint64_t at(DayTime time) const;

private:
    struct Change {
        DayTime from;
        std::uint64_t rate = 0;
    };

    std::vector<Change> changes_; ///< by time; the last holds until the first of the next day
};

/// When sending may begin.
class SendWindow {
public:
    /// Always.
    SendWindow() = default;

    /// "" or "always"; or spans of the day, "20:00-06:00" or "20:00-06:00 12:00-13:00", each with
    /// its first minute and without its last. Absent for anything else.
    static std::optional<SendWindow> parse(std::string_view text);

    [[nodiscard]] bool is_open(DayTime time) const;
    /// How long until it opens; 0 while it is open.
    [[nodiscard]] std::chrono::minutes until_open(DayTime time) const;

private:
    std::vector<std::pair<DayTime, DayTime>> spans_; ///< empty = always
};

} // namespace ecg::sync
