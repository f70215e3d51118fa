#include "acquire/view/sweep.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::acquire {
namespace {

constexpr int dots_a_gap = 32; // one of so many dots across is in the moving gap
constexpr int narrowest_gap = 4;
constexpr std::int64_t enough_for_a_median = 300;

/// The first sample that lies in a dot column, counted since the session began.
std::int64_t first_in(std::int64_t column, const Sweep& sweep) {
    return static_cast<std::int64_t>(
        std::ceil(static_cast<double>(column) * sweep.samples_per_dot));
}

std::int64_t newest_column(const Sweep& sweep) {
    return static_cast<std::int64_t>(
        std::floor(static_cast<double>(sweep.end - 1) / sweep.samples_per_dot));
}

/// Of a column that lies between two samples: a point of the line from one to the other.
DotColumn between_samples(const SignalWindow& window, std::size_t lead, double index) {
    const auto before = static_cast<std::int64_t>(std::floor(index));
    const float from = window.at(lead, before);
    const bool on_it = index <= static_cast<double>(before);
    const float to = on_it ? from : window.at(lead, before + 1);
    const Presence worst = std::max(presence_of(from), presence_of(to));
    if (worst != Presence::there) {
        return {worst == Presence::lost ? DotColumn::Kind::lost : DotColumn::Kind::no_contact};
    }
    const float value = from + (to - from) * static_cast<float>(index - std::floor(index));
    return {DotColumn::Kind::signal, value, value, value, value};
}

DotColumn of_samples(const SignalWindow& window, std::size_t lead, std::int64_t from,
                     std::int64_t to) {
    DotColumn column;
    std::int64_t there = 0;
    std::int64_t without_contact = 0;
    for (std::int64_t i = from; i < to; ++i) {
        const float sample = window.at(lead, i);
        const Presence presence = presence_of(sample);
        without_contact += presence == Presence::no_contact ? 1 : 0;
        if (presence != Presence::there) {
            continue;
        }
        if (there++ == 0) {
            column = {DotColumn::Kind::signal, sample, sample, sample, sample};
        }
        column.low = std::min(column.low, sample);
        column.high = std::max(column.high, sample);
        column.last = sample;
    }
    if (2 * there >= to - from) {
        return column;
    }
    const bool off = 2 * without_contact >= to - from - there;
    return {off ? DotColumn::Kind::no_contact : DotColumn::Kind::lost};
}

} // namespace

Sweep sweep_of(const SignalWindow& window, std::int64_t end, int dots, Seconds across) {
    const double samples = window.rate().hertz() * across.count();
    return {dots, samples / std::max(dots, 1), end};
}

std::vector<DotColumn> columns_of(const SignalWindow& window, std::size_t lead,
                                  const Sweep& sweep) {
    std::vector<DotColumn> columns(static_cast<std::size_t>(std::max(sweep.dots, 0)));
    const std::int64_t newest = newest_column(sweep);
    const std::int64_t gap = std::max(narrowest_gap, sweep.dots / dots_a_gap);
    for (std::int64_t c = std::max<std::int64_t>(newest - sweep.dots + gap + 1, 0); c <= newest;
         ++c) {
        const std::int64_t from = first_in(c, sweep);
        const std::int64_t to = std::min(first_in(c + 1, sweep), sweep.end);
        if (to <= window.begin()) {
            continue; // before the recording began
        }
        DotColumn& column = columns[static_cast<std::size_t>(c % sweep.dots)];
        const double middle = std::min((static_cast<double>(c) + 0.5) * sweep.samples_per_dot,
                                       static_cast<double>(sweep.end - 1));
        column = from < to ? of_samples(window, lead, std::max(from, window.begin()), to)
                           : between_samples(window, lead, middle);
    }
    return columns;
}

std::optional<double> centre_of(const SignalWindow& window, std::size_t lead, const Sweep& sweep,
                                std::optional<double> held, double patience) {
    const auto shown = static_cast<std::int64_t>(sweep.samples_per_dot * sweep.dots);
    const std::int64_t step = std::max<std::int64_t>(shown / enough_for_a_median, 1);
    std::vector<float> values;
    for (std::int64_t i = std::max(window.begin(), sweep.end - shown); i < window.end();
         i += step) {
        if (const float sample = window.at(lead, i); presence_of(sample) == Presence::there) {
            values.push_back(sample);
        }
    }
    if (values.empty()) {
        return held;
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return held && std::abs(*middle - *held) < patience ? *held : static_cast<double>(*middle);
}

} // namespace ecg::acquire
