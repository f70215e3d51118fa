#include "acquire/stream/measure_rate.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace ecg::acquire {
namespace {

constexpr Seconds shortest{0.2};
constexpr Seconds window{0.5};      // of which most see no step
constexpr Seconds step{0.05};       // between two reads, beside what their samples took
constexpr double step_share = 0.05; // and beside this share of it, for the rate is not known yet
constexpr Seconds long_enough{1};   // of a stretch without steps
constexpr Seconds quarter{0.25};
constexpr std::size_t enough_quarters = 6;
constexpr int trimming_rounds = 4;
constexpr double late = 4;            // usual distances from the line
constexpr Seconds never_late{0.005};  // this is usual
constexpr double worst_error = 0.005; // one standard error, relative

struct Line {
    double period = 0; ///< seconds a sample
    double offset = 0; ///< seconds, of sample 0
    double error = 0;  ///< one standard error of it
};

std::optional<Line> line_through(std::span<const Arrival> arrivals) {
    if (arrivals.size() < 3 || arrivals.back().moment - arrivals.front().moment < shortest) {
        return std::nullopt;
    }
    const auto count = static_cast<double>(arrivals.size());
    double x = 0;
    double y = 0;
    for (const Arrival& a : arrivals) {
        x += static_cast<double>(a.index) / count;
        y += a.moment.count() / count;
    }
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (const Arrival& a : arrivals) {
        const double dx = static_cast<double>(a.index) - x;
        const double dy = a.moment.count() - y;
        xx += dx * dx;
        xy += dx * dy;
        yy += dy * dy;
    }
    if (xx <= 0 || xy <= 0) {
        return std::nullopt;
    }
    const double period = xy / xx;
    return Line{period, y - period * x,
                std::sqrt(std::max(0.0, yy - period * xy) / (count - 2) / xx)};
}

template <class Value> Value middle_of(std::vector<Value>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Seconds a sample as most windows see it; 0 when there are none.
double usual_period(std::span<const Arrival> all) {
    std::vector<double> periods;
    std::size_t end = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        while (end < all.size() && all[end].moment - all[i].moment < window) {
            ++end;
        }
        if (end < all.size() && all[end].index > all[i].index) {
            const Seconds time = all[end].moment - all[i].moment;
            periods.push_back(time.count() / static_cast<double>(all[end].index - all[i].index));
        }
    }
    return periods.empty() ? 0 : middle_of(periods);
}

Seconds usual_distance(std::span<const Arrival> all) {
    std::vector<Seconds> distances;
    for (std::size_t i = 1; i < all.size(); ++i) {
        distances.push_back(all[i].moment - all[i - 1].moment);
    }
    return distances.empty() ? Seconds{0} : middle_of(distances);
}

/// How far two reads must be from what their samples took: packets may be late by one or two.
Seconds least_step(std::span<const Arrival> all) {
    return step + 2 * usual_distance(all);
}

bool is_step(const Arrival& before, const Arrival& after, double period, Seconds least) {
    const Seconds taken{period * static_cast<double>(after.index - before.index)};
    const Seconds apart = after.moment - before.moment;
    const Seconds off = apart > taken ? apart - taken : taken - apart;
    return off > least + step_share * apart;
}

/// The longest stretch without a step; all of it when none is long enough.
std::span<const Arrival> unbroken(std::span<const Arrival> all, double period) {
    std::span<const Arrival> longest;
    const Seconds least = least_step(all);
    std::size_t from = 0;
    for (std::size_t i = 1; i <= all.size(); ++i) {
        if (i < all.size() && !is_step(all[i - 1], all[i], period, least)) {
            continue;
        }
        const auto part = all.subspan(from, i - from);
        const auto length = [](std::span<const Arrival> of) {
            return of.empty() ? Seconds{0} : of.back().moment - of.front().moment;
        };
        longest = length(part) > length(longest) ? part : longest;
        from = i;
    }
    const bool serves =
        !longest.empty() && longest.back().moment - longest.front().moment >= long_enough;
    return serves ? longest : all;
}

double lateness(const Arrival& arrival, const Line& line) {
    return arrival.moment.count() - line.offset - line.period * static_cast<double>(arrival.index);
}

/// Of each quarter of a second the sample that came with the least delay; all when they are few.
std::vector<Arrival> least_delayed(std::span<const Arrival> all, double period) {
    const auto delay = [&](const Arrival& arrival) {
        return arrival.moment.count() - period * static_cast<double>(arrival.index);
    };
    std::vector<Arrival> least;
    Seconds end{};
    for (const Arrival& arrival : all) {
        if (least.empty() || arrival.moment >= end) {
            least.push_back(arrival);
            end = arrival.moment + quarter;
        } else if (delay(arrival) < delay(least.back())) {
            least.back() = arrival;
        }
    }
    return least.size() < enough_quarters ? std::vector<Arrival>{all.begin(), all.end()} : least;
}

/// Samples come late, never early: those that a busy host or way held up say nothing.
std::optional<Line> line_without_late(std::vector<Arrival> kept) {
    auto line = line_through(kept);
    for (int round = 0; line && round < trimming_rounds; ++round) {
        std::vector<double> distances;
        for (const Arrival& arrival : kept) {
            distances.push_back(std::abs(lateness(arrival, *line)));
        }
        const double most = std::max(never_late.count(), late * middle_of(distances));
        std::erase_if(kept,
                      [&](const Arrival& arrival) { return lateness(arrival, *line) > most; });
        line = line_through(kept);
    }
    return line;
}

} // namespace

std::optional<Hertz> measure_rate(const std::vector<Arrival>& arrivals) {
    const double period = usual_period(arrivals);
    const auto line = line_without_late(least_delayed(unbroken(arrivals, period), period));
    return line && line->error < worst_error * line->period ? std::optional{Hertz{1 / line->period}}
                                                            : std::nullopt;
}

} // namespace ecg::acquire
