#include "analyze/measure/nn_spectra.hpp"

#include "analyze/interpret/criteria.hpp"
#include "dsp/cubic_spline.hpp"
#include "dsp/lomb_scargle.hpp"
#include "dsp/spectrum.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace ecg::analyze {
namespace {

constexpr double least_power = 0.005;     // ms²: prints as 0, and nothing is divided by it
constexpr std::size_t fewest_values = 20; // own: of a segment, for Lomb and Scargle
constexpr Seconds rounding{1e-6};         // of times: five minutes of whole beats are five minutes

/// NN intervals on end, but for the few that were left out among them.
using Stretch = std::span<const NnInterval>;

/// From the first tachogram value to the last.
Seconds length_of(Stretch stretch) {
    return stretch.back().end - stretch.front().end;
}

Seconds covered_by(Stretch stretch) {
    return length_of(stretch) + stretch.front().length;
}

/// As long as the recording around it may be: there is part of a beat more at either end.
Seconds nominal_length(Stretch stretch) {
    return covered_by(stretch) + 2 * mean_length(stretch);
}

std::vector<Stretch> stretches_of(std::span<const NnInterval> intervals, Seconds bridge) {
    std::vector<Stretch> stretches;
    std::size_t first = 0;
    for (std::size_t i = 1; i <= intervals.size(); ++i) {
        const bool ends = i == intervals.size() ||
                          intervals[i].end - intervals[i].length - intervals[i - 1].end > bridge;
        if (ends) {
            stretches.push_back(intervals.subspan(first, i - first));
            first = i;
        }
    }
    return stretches;
}

struct Series {
    std::vector<double> times;   ///< s
    std::vector<double> lengths; ///< ms
};

Series series_of(Stretch intervals) {
    Series series;
    for (const NnInterval& interval : intervals) {
        series.times.push_back(interval.end.count());
        series.lengths.push_back(interval.length.count());
    }
    return series;
}

/// The same, and on a straight line across each hole as many points as beats fit in: the spline
/// would swing there.
Series bridged(Stretch intervals) {
    Series series;
    for (std::size_t i = 0; i < intervals.size(); ++i) {
        const NnInterval& to = intervals[i];
        if (i > 0 && !to.adjoins) {
            const NnInterval& from = intervals[i - 1];
            const Seconds hole = to.end - to.length - from.end;
            const double usual = (from.length + to.length).count() / 2000;
            const double points = std::max(1.0, std::round(hole.count() / usual));
            for (double k = 1; k <= points && hole > rounding; ++k) {
                const Seconds after = hole * (k / points);
                series.times.push_back((from.end + after).count());
                series.lengths.push_back(
                    (from.length + (to.length - from.length) * (after / (to.end - from.end)))
                        .count());
            }
        }
        series.times.push_back(to.end.count());
        series.lengths.push_back(to.length.count());
    }
    return series;
}

/// Adds a spectrum of so many segments to a sum of such.
void add(dsp::Spectrum& sum, const dsp::Spectrum& more) {
    if (more.segments == 0) {
        return;
    }
    sum.step = more.step;
    sum.density.resize(more.density.size());
    for (std::size_t k = 0; k < more.density.size(); ++k) {
        sum.density[k] += static_cast<double>(more.segments) * more.density[k];
    }
    sum.segments += more.segments;
}

dsp::Spectrum mean_of(dsp::Spectrum sum) {
    for (double& density : sum.density) {
        density /= static_cast<double>(sum.segments);
    }
    return sum;
}

Seconds whole_seconds(Seconds length) {
    return Seconds{std::floor((length + rounding).count())};
}

dsp::Spectrum welch_of(Stretch stretch, Seconds segment, Hertz rate) {
    const Series series = bridged(stretch);
    std::vector<double> grid;
    const auto count = static_cast<std::size_t>(length_of(stretch).count() * rate.value) + 1;
    for (std::size_t i = 0; i < count; ++i) {
        const double at = series.times.front() + static_cast<double>(i) / rate.value;
        grid.push_back(std::min(at, series.times.back()));
    }
    const auto samples = static_cast<std::size_t>(std::lround(segment.count() * rate.value));
    return dsp::welch(dsp::cubic_spline(series.times, series.lengths, grid), rate, samples);
}

Series less_mean(Series series) {
    const double mean = dsp::mean(series.lengths);
    for (double& length : series.lengths) {
        length -= mean;
    }
    return series;
}

/// A drift from end to end would leak into every band.
Series less_line(Series series) {
    const dsp::Line line = dsp::fit_line(series.times, series.lengths);
    for (std::size_t i = 0; i < series.times.size(); ++i) {
        series.lengths[i] -= line.intercept + line.slope * series.times[i];
    }
    return series;
}

/// Lomb and Scargle's periodogram as a density, ms²/Hz, below the frequency to, and 0 from half the
/// rate of the values on. Each stands for the mean interval.
dsp::Spectrum lomb_density(const Series& series, Seconds span, Hertz to, Seconds interval) {
    dsp::Spectrum spectrum{Hertz{1 / span.count()}, {}, 1};
    const auto count = static_cast<std::size_t>(to / spectrum.step) + 1;
    const double half_rate = 0.5 / interval.count();
    spectrum.density.assign(count + 1, 0.0);
    const auto powers = dsp::lomb_scargle(series.times, series.lengths, spectrum.step, count);
    for (std::size_t k = 1; k <= count && spectrum.frequency(k).value < half_rate; ++k) {
        spectrum.density[k] = 2 * interval.count() * powers[k - 1];
    }
    return spectrum;
}

dsp::Spectrum lomb_of(Stretch stretch, Seconds segment, Hertz to) {
    dsp::Spectrum sum;
    const auto by_end = [](const NnInterval& interval, Seconds end) { return interval.end < end; };
    for (Seconds from = stretch.front().end; from + segment <= stretch.back().end + rounding;
         from += segment / 2) {
        const auto first = std::lower_bound(stretch.begin(), stretch.end(), from, by_end);
        const auto last = std::lower_bound(first, stretch.end(), from + segment, by_end);
        const Stretch part{first, last};
        if (part.size() >= fewest_values) {
            add(sum, lomb_density(less_line(series_of(part)), segment, to, mean_length(part)));
        }
    }
    return mean_of(std::move(sum));
}

HrvPowers powers_of(const dsp::Spectrum& spectrum, Seconds longest, const HrvSettings& s) {
    HrvPowers powers;
    if (spectrum.segments == 0) {
        return powers;
    }
    powers.hf = dsp::band_power(spectrum, s.hf_from, s.hf_to);
    if (!meets(criteria::hrv_lf, longest)) {
        return powers;
    }
    powers.lf = dsp::band_power(spectrum, s.lf_from, s.hf_from);
    const double both = *powers.lf + *powers.hf;
    if (both >= least_power) {
        powers.lf_nu = 100 * *powers.lf / both;
        powers.hf_nu = 100 * *powers.hf / both;
    }
    if (*powers.hf >= least_power) {
        powers.lf_hf = *powers.lf / *powers.hf;
    }
    if (meets(criteria::hrv_vlf, longest)) {
        powers.vlf = dsp::band_power(spectrum, s.vlf_from, s.lf_from);
        powers.total = *powers.vlf + both;
    }
    return powers;
}

/// What a sum over bands takes of spectrum.
std::vector<double> below(const dsp::Spectrum& spectrum, Hertz to) {
    std::vector<double> density;
    for (std::size_t k = 0; k < spectrum.density.size() && spectrum.frequency(k) < to; ++k) {
        density.push_back(spectrum.density[k]);
    }
    return density;
}

/// Of the whole recording, holes and all: its ends may be a day apart.
double ulf_of(std::span<const NnInterval> intervals, Hertz to) {
    const Seconds span = intervals.back().end - intervals.front().end + intervals.front().length;
    return dsp::band_power(
        lomb_density(less_mean(series_of(intervals)), span, to, mean_length(intervals)), Hertz{0},
        to);
}

} // namespace

NnSpectra describe_spectra(std::span<const NnInterval> intervals, const HrvSettings& settings) {
    NnSpectra spectra;
    if (intervals.empty()) {
        return spectra;
    }
    const std::vector<Stretch> stretches = stretches_of(intervals, settings.longest_bridge);
    const Stretch longest =
        *std::max_element(stretches.begin(), stretches.end(),
                          [](Stretch a, Stretch b) { return length_of(a) < length_of(b); });
    spectra.longest_stretch = covered_by(longest);
    const Seconds nominal = nominal_length(longest);
    if (!meets(criteria::hrv_hf, nominal)) {
        return spectra;
    }
    // Whole seconds: few sizes of transforms have to be planned.
    const Seconds segment = std::min(settings.segment, whole_seconds(length_of(longest)));
    dsp::Spectrum welch;
    dsp::Spectrum lomb;
    for (const Stretch stretch : stretches) {
        if (length_of(stretch) + rounding >= segment) {
            add(welch, welch_of(stretch, segment, settings.tachogram_rate));
            add(lomb, lomb_of(stretch, segment, settings.hf_to));
        }
    }
    if (welch.segments == 0 || lomb.segments == 0) { // beats too rare
        return spectra;
    }
    spectra.segment = segment;
    spectra.segments = static_cast<std::int64_t>(welch.segments);
    welch = mean_of(std::move(welch));
    lomb = mean_of(std::move(lomb));
    spectra.welch = powers_of(welch, nominal, settings);
    spectra.lomb_scargle = powers_of(lomb, nominal, settings);
    spectra.densities = {welch.step, below(welch, settings.hf_to), below(lomb, settings.hf_to)};
    if (meets(criteria::hrv_ulf, total_length(intervals)) && spectra.lomb_scargle.total) {
        spectra.lomb_scargle.ulf = ulf_of(intervals, settings.vlf_from);
        *spectra.lomb_scargle.total += *spectra.lomb_scargle.ulf;
    }
    return spectra;
}

} // namespace ecg::analyze
