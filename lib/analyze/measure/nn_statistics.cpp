#include "analyze/measure/nn_statistics.hpp"

#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::analyze {
namespace {

constexpr std::int64_t fewest_differences = 2; // own: one difference is no statistic
constexpr double least_filled = 0.5;           // own: of a segment, by NN intervals

/// Standard deviation with n - 1; there must be two values or more.
double deviation(std::span<const double> values) {
    const double mean = dsp::mean(values);
    double squares = 0;
    for (const double value : values) {
        squares += (value - mean) * (value - mean);
    }
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

std::vector<double> lengths_ms(std::span<const NnInterval> intervals) {
    std::vector<double> lengths;
    lengths.reserve(intervals.size());
    for (const NnInterval& interval : intervals) {
        lengths.push_back(interval.length.count());
    }
    return lengths;
}

std::vector<double> differences_ms(std::span<const NnInterval> intervals) {
    std::vector<double> differences;
    for (std::size_t i = 1; i < intervals.size(); ++i) {
        if (intervals[i].adjoins) {
            differences.push_back((intervals[i].length - intervals[i - 1].length).count());
        }
    }
    return differences;
}

void describe_differences(std::span<const double> differences, NnStatistics& statistics,
                          Milliseconds large) {
    const auto n = static_cast<double>(differences.size());
    double squares = 0;
    for (const double difference : differences) {
        squares += difference * difference;
        statistics.nn50 += std::abs(difference) > large.count() ? 1 : 0;
    }
    statistics.differences = static_cast<std::int64_t>(differences.size());
    if (statistics.differences < fewest_differences) {
        return;
    }
    const double sdsd = deviation(differences);
    const double sdnn = statistics.sdnn->count(); // two differences take three intervals
    statistics.rmssd = Milliseconds{std::sqrt(squares / n)};
    statistics.sdsd = Milliseconds{sdsd};
    statistics.pnn50 = 100 * static_cast<double>(statistics.nn50) / n;
    statistics.sd1 = Milliseconds{sdsd / std::sqrt(2.0)};
    statistics.sd2 = Milliseconds{std::sqrt(std::max(0.0, 2 * sdnn * sdnn - sdsd * sdsd / 2))};
}

/// How far from the highest bin, in bins, the triangle's corner lies that leaves the least squares;
/// beside holds the counts from the neighbour of the highest bin outwards.
std::size_t corner(std::span<const double> beside, double height) {
    std::size_t best = 1;
    double least = -1;
    for (std::size_t reach = 1; reach <= 2 * (beside.size() + 1); ++reach) {
        double squares = 0;
        for (std::size_t j = 1; j <= std::max(beside.size(), reach); ++j) {
            const double count = j <= beside.size() ? beside[j - 1] : 0;
            const double share = 1 - static_cast<double>(j) / static_cast<double>(reach);
            const double off = count - height * std::max(0.0, share);
            squares += off * off;
        }
        if (least < 0 || squares < least) {
            least = squares;
            best = reach;
        }
    }
    return best;
}

} // namespace

NnStatistics describe_nn(std::span<const NnInterval> intervals, const HrvSettings& settings) {
    NnStatistics statistics;
    statistics.intervals = static_cast<std::int64_t>(intervals.size());
    if (intervals.empty()) {
        return statistics;
    }
    const std::vector<double> lengths = lengths_ms(intervals);
    statistics.mean = Milliseconds{dsp::mean(lengths)};
    if (lengths.size() >= 2) {
        statistics.sdnn = Milliseconds{deviation(lengths)};
    }
    describe_differences(differences_ms(intervals), statistics, settings.large_difference);
    return statistics;
}

SegmentStatistics describe_segments(std::span<const NnInterval> intervals,
                                    const HrvSettings& settings) {
    std::vector<double> means;
    std::vector<double> deviations;
    if (intervals.empty()) {
        return {};
    }
    const Seconds begin = intervals.front().end - intervals.front().length;
    std::size_t first = 0;
    while (first < intervals.size()) {
        // By the middle of the interval: a beat on a border does not hang on rounding.
        const auto segment_of = [&](const NnInterval& interval) {
            return std::floor((interval.end - interval.length / 2 - begin) / settings.segment);
        };
        std::size_t last = first + 1;
        while (last < intervals.size() &&
               segment_of(intervals[last]) == segment_of(intervals[first])) {
            ++last;
        }
        const auto segment = intervals.subspan(first, last - first);
        if (total_length(segment) >= least_filled * settings.segment && segment.size() >= 2) {
            const std::vector<double> lengths = lengths_ms(segment);
            means.push_back(dsp::mean(lengths));
            deviations.push_back(deviation(lengths));
        }
        first = last;
    }
    SegmentStatistics statistics;
    statistics.segments = static_cast<std::int64_t>(means.size());
    if (!means.empty()) {
        statistics.sdnn_index = Milliseconds{dsp::mean(deviations)};
    }
    if (means.size() >= 2) {
        statistics.sdann = Milliseconds{deviation(means)};
    }
    return statistics;
}

HistogramStatistics describe_histogram(std::span<const NnInterval> intervals,
                                       const HrvSettings& settings) {
    std::vector<double> bins;
    for (const NnInterval& interval : intervals) {
        const auto bin = static_cast<std::size_t>(interval.length / settings.histogram_bin);
        bins.resize(std::max(bins.size(), bin + 1));
        ++bins[bin];
    }
    if (bins.empty()) {
        return {};
    }
    const auto highest = std::max_element(bins.begin(), bins.end());
    const auto lowest = std::find_if(bins.begin(), bins.end(), [](double n) { return n > 0; });
    std::vector<double> below(lowest, highest);
    std::reverse(below.begin(), below.end());
    const std::vector<double> above(highest + 1, bins.end());
    const auto base = static_cast<double>(corner(below, *highest) + corner(above, *highest));
    return {static_cast<double>(intervals.size()) / *highest, base * settings.histogram_bin};
}

} // namespace ecg::analyze
