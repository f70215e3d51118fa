#include "analyze/measure/hrv.hpp"

#include "common/text.hpp"
#include "dsp/cubic_spline.hpp"
#include "dsp/spectrum.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::analyze {
namespace {

constexpr double artefact_share = 0.20;  // of the local median; own, as is customary
constexpr Milliseconds rounding{1e-6};   // of times in seconds: exactly 20 % is no artefact
constexpr Milliseconds longest_nn{4000}; // own: asystole, not an interval
constexpr std::size_t neighbours = 5;    // on each side, for the local median
constexpr double most_edited = 0.20; // of all RR; more edited than that says nothing of the heart
constexpr Milliseconds large_difference{50};   // NN50 [task-force-1996]
constexpr std::int64_t fewest_differences = 2; // own: one difference is no statistic
constexpr Hertz tachogram_rate{4};             // [task-force-1996]
constexpr std::size_t segment = 400;      // 100 s: bins 0.01 Hz apart, four LF periods at 0.04 Hz
constexpr Seconds shortest_spectrum{120}; // LF needs two minutes [task-force-1996]
constexpr Seconds longest_bridge{5};      // own: a few ectopic beats; longer holes part the series
constexpr Hertz lf_from{0.04}, lf_to{0.15}, hf_to{0.40}; // [task-force-1996]

Milliseconds median_around(const std::vector<NnInterval>& all, std::size_t i) {
    const std::size_t first = i < neighbours ? 0 : i - neighbours;
    const std::size_t last = std::min(all.size(), i + neighbours + 1);
    std::vector<Milliseconds> lengths;
    for (std::size_t k = first; k < last; ++k) {
        lengths.push_back(all[k].length);
    }
    std::sort(lengths.begin(), lengths.end());
    const std::size_t half = lengths.size() / 2;
    return lengths.size() % 2 == 1 ? lengths[half] : (lengths[half - 1] + lengths[half]) / 2;
}

/// Between two N beats without missing signal, artefacts and all.
std::vector<NnInterval> normal_to_normal(const Beats& beats) {
    std::vector<NnInterval> intervals;
    bool adjoins = false;
    for (std::size_t i = 1; i < beats.size(); ++i) {
        const Beat& a = beats[i - 1];
        const Beat& b = beats[i];
        const bool normal = a.label == BeatClass::N && b.label == BeatClass::N && !b.after_gap &&
                            b.time - a.time < longest_nn;
        if (normal) {
            intervals.push_back({b.time, b.time - a.time, adjoins});
        }
        adjoins = normal;
    }
    return intervals;
}

double mean_length(std::span<const NnInterval> intervals) {
    double sum = 0;
    for (const NnInterval& interval : intervals) {
        sum += interval.length.count();
    }
    return sum / static_cast<double>(intervals.size());
}

/// Square of the standard deviation, from n values and the sum of their squares about the mean.
double variance(double squares, std::int64_t n) {
    return squares / static_cast<double>(n - 1);
}

void describe_lengths(std::span<const NnInterval> intervals, NnStatistics& statistics) {
    if (intervals.size() < 2) {
        return;
    }
    const double mean = mean_length(intervals);
    double squares = 0;
    for (const NnInterval& interval : intervals) {
        squares += std::pow(interval.length.count() - mean, 2);
    }
    statistics.sdnn = Milliseconds{std::sqrt(variance(squares, statistics.intervals))};
}

/// Power of the tachogram in its bands, over those stretches that are long enough.
struct BandPower {
    double lf = 0;
    double hf = 0;
    double segments = 0;
};

void add_stretch(std::span<const NnInterval> stretch, BandPower& power) {
    if (stretch.size() < 2) {
        return;
    }
    const Seconds first = stretch.front().end;
    const Seconds last = stretch.back().end;
    const Seconds covered = last - first + stretch.front().length;
    const Seconds beat_at_each_end = 2 * Milliseconds{mean_length(stretch)};
    if (covered + beat_at_each_end < shortest_spectrum) {
        return;
    }
    std::vector<double> times;
    std::vector<double> lengths;
    for (const NnInterval& interval : stretch) {
        times.push_back(interval.end.count());
        lengths.push_back(interval.length.count());
    }
    std::vector<double> grid;
    for (std::size_t i = 0;; ++i) {
        const double at = first.count() + static_cast<double>(i) / tachogram_rate.value;
        if (at > last.count()) {
            break;
        }
        grid.push_back(at);
    }
    const auto spectrum =
        dsp::welch(dsp::cubic_spline(times, lengths, grid), tachogram_rate, segment);
    const auto weight = static_cast<double>(spectrum.segments);
    power.lf += weight * dsp::band_power(spectrum, lf_from, lf_to);
    power.hf += weight * dsp::band_power(spectrum, lf_to, hf_to);
    power.segments += weight;
}

BandPower band_powers(std::span<const NnInterval> intervals) {
    BandPower power;
    std::size_t first = 0;
    for (std::size_t i = 1; i <= intervals.size(); ++i) {
        const bool ends =
            i == intervals.size() ||
            intervals[i].end - intervals[i].length - intervals[i - 1].end > longest_bridge;
        if (ends) {
            add_stretch(intervals.subspan(first, i - first), power);
            first = i;
        }
    }
    return power;
}

} // namespace

NnIntervals select_nn(const Beats& beats) {
    const std::vector<NnInterval> candidates = normal_to_normal(beats);
    NnIntervals selected;
    bool before_is_kept = false;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const Milliseconds usual = median_around(candidates, i);
        NnInterval interval = candidates[i];
        const Milliseconds off = std::chrono::abs(interval.length - usual);
        const bool keep = off <= artefact_share * usual + rounding;
        if (keep) {
            interval.adjoins = interval.adjoins && before_is_kept;
            selected.kept.push_back(interval);
        }
        before_is_kept = keep;
    }
    const std::size_t intervals = beats.empty() ? 0 : beats.size() - 1;
    selected.left_out = static_cast<std::int64_t>(intervals - selected.kept.size());
    return selected;
}

NnStatistics describe_nn(std::span<const NnInterval> intervals) {
    NnStatistics statistics;
    statistics.intervals = static_cast<std::int64_t>(intervals.size());
    describe_lengths(intervals, statistics);
    double sum = 0;
    double squares = 0;
    for (std::size_t i = 1; i < intervals.size(); ++i) {
        if (!intervals[i].adjoins) {
            continue;
        }
        const Milliseconds difference = intervals[i].length - intervals[i - 1].length;
        ++statistics.differences;
        statistics.nn50 += std::chrono::abs(difference) > large_difference ? 1 : 0;
        sum += difference.count();
        squares += std::pow(difference.count(), 2);
    }
    if (statistics.differences < fewest_differences || !statistics.sdnn) {
        return statistics;
    }
    const auto n = static_cast<double>(statistics.differences);
    statistics.rmssd = Milliseconds{std::sqrt(squares / n)};
    statistics.pnn50 = 100 * static_cast<double>(statistics.nn50) / n;
    const double sdsd2 = variance(squares - sum * sum / n, statistics.differences);
    const double sdnn2 = std::pow(statistics.sdnn->count(), 2);
    statistics.sd1 = Milliseconds{std::sqrt(sdsd2 / 2)};
    statistics.sd2 = Milliseconds{std::sqrt(std::max(0.0, 2 * sdnn2 - sdsd2 / 2))};
    return statistics;
}

HeartRateVariability measure_hrv(const Beats& beats) {
    const NnIntervals nn = select_nn(beats);
    HeartRateVariability hrv;
    hrv.intervals = static_cast<std::int64_t>(nn.kept.size());
    if (hrv.intervals + nn.left_out > 0) {
        hrv.edited_share =
            static_cast<double>(nn.left_out) / static_cast<double>(hrv.intervals + nn.left_out);
    }
    if (hrv.edited_share > most_edited) {
        return hrv;
    }
    const NnStatistics statistics = describe_nn(nn.kept);
    hrv.sdnn = statistics.sdnn;
    hrv.rmssd = statistics.rmssd;
    hrv.pnn50 = statistics.pnn50;
    const BandPower power = band_powers(nn.kept);
    if (power.segments > 0) {
        hrv.lf_ms2 = power.lf / power.segments;
        hrv.hf_ms2 = power.hf / power.segments;
        if (*hrv.hf_ms2 > 0) {
            hrv.lf_hf = *hrv.lf_ms2 / *hrv.hf_ms2;
        }
    }
    return hrv;
}

std::vector<Absence> explain_hrv(const HeartRateVariability& hrv) {
    std::vector<Absence> absences;
    const bool too_edited = hrv.edited_share > most_edited;
    const std::string edited = format_number(100 * hrv.edited_share, 0) +
                               " % of the RR intervals left out, more than " +
                               format_number(100 * most_edited, 0) + " %";
    const auto absent = [&](const char* key, bool there, const char* reason) {
        if (!there) {
            absences.push_back({key, too_edited ? edited : reason});
        }
    };
    absent("sdnn_ms", hrv.sdnn.has_value(), "fewer than 2 NN intervals");
    absent("rmssd_ms", hrv.rmssd.has_value(), "fewer than 2 successive NN differences");
    absent("pnn50_percent", hrv.pnn50.has_value(), "fewer than 2 successive NN differences");
    absent("lf_ms2", hrv.lf_ms2.has_value(), "less than two minutes of NN intervals on end");
    return absences;
}

} // namespace ecg::analyze
