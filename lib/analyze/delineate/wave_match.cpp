#include "analyze/delineate/wave_match.hpp"

#include "dsp/resample.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::analyze {
namespace {

constexpr double resembles = 0.55;  // correlation over all usable leads: tells where the wave is
constexpr double usually_there = 3; // log odds that a wave that comes with the beat is in this one
constexpr double independent = 8;   // points of a pattern, 40 ms: as far as noise hangs together
constexpr double least_share = 0.6; // of the beats repeat a wave that is there …
constexpr double repeats = 0.3;     // … by at least this
constexpr double beyond_chance = 4; // standard errors
constexpr double likely = 0.5;
constexpr double by_far = 3; // deviations from beat to beat; fibrillation stays below 2 in a lead
constexpr double clearly = 2.5;
constexpr double uneven = 0.15; // of the interval
constexpr double many = 8;      // members

/// samples [from, to) of every usable lead, one after the other, each without its mean.
std::vector<double> stretch_of_mean(const AverageBeat& mean, std::size_t from, std::size_t to) {
    std::vector<double> all;
    for (std::size_t l = 0; l < mean.leads.size(); ++l) {
        if (!mean.usable[l]) {
            continue;
        }
        const auto part = std::span{mean.leads[l]}.subspan(from, to - from);
        const double level = dsp::mean(part);
        for (const double v : part) {
            all.push_back(v - level);
        }
    }
    return all;
}

std::vector<double> stretch_of_beat(const FilteredRecording& clean, const AverageBeat& mean,
                                    double place, std::size_t from, std::size_t to) {
    std::vector<double> all;
    for (std::size_t l = 0; l < mean.leads.size(); ++l) {
        if (!mean.usable[l]) {
            continue;
        }
        const std::vector<double> part = aligned(
            clean.leads[l].samples, place, mean.fiducial - static_cast<double>(from), to - from);
        const double level = dsp::mean(part);
        for (const double v : part) {
            all.push_back(v - level);
        }
    }
    return all;
}

double dot(std::span<const double> a, std::span<const double> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += a[i] * b[i];
    }
    return sum;
}

/// A wave to look for: every stride-th sample of each lead, each lead's without its mean.
struct Pattern {
    std::vector<double> samples;
    double energy = 0;
    std::size_t points = 0; ///< a lead
    std::size_t stride = 1;
};

/// P and T have nothing above 40 Hz: some 200 samples a second tell them.
Pattern pattern_of(const AverageBeat& mean, std::size_t from, std::size_t to) {
    Pattern pattern;
    pattern.stride = std::max<std::size_t>(1, static_cast<std::size_t>(mean.rate_hz / 200));
    pattern.points = (to - from + pattern.stride - 1) / pattern.stride;
    for (std::size_t l = 0; l < mean.leads.size(); ++l) {
        if (!mean.usable[l]) {
            continue;
        }
        double sum = 0;
        for (std::size_t i = from; i < to; i += pattern.stride) {
            pattern.samples.push_back(mean.leads[l][i]);
            sum += mean.leads[l][i];
        }
        for (std::size_t k = pattern.samples.size() - pattern.points; k < pattern.samples.size();
             ++k) {
            pattern.samples[k] -= sum / static_cast<double>(pattern.points);
        }
    }
    pattern.energy = dot(pattern.samples, pattern.samples);
    return pattern;
}

/// How a beat resembles a pattern.
struct Likeness {
    double correlation = 0;
    double share = 0; ///< of the pattern's height
};

/// Likeness of each lead's wide piece at a shift and the pattern. The pattern's leads have no
/// mean, so that of the piece falls out of the product.
Likeness likeness_at(const Pattern& pattern, const std::vector<std::vector<double>>& wide,
                     std::size_t shift) {
    double product = 0;
    double own = 0;
    for (std::size_t l = 0; l < wide.size(); ++l) {
        const double* piece = wide[l].data() + shift;
        const double* wave = pattern.samples.data() + l * pattern.points;
        double sum = 0;
        double squares = 0;
        for (std::size_t k = 0; k < pattern.points; ++k) {
            const double v = piece[k * pattern.stride];
            product += v * wave[k];
            sum += v;
            squares += v * v;
        }
        own += squares - sum * sum / static_cast<double>(pattern.points);
    }
    if (own <= 0 || pattern.energy <= 0) {
        return {};
    }
    return {product / std::sqrt(own * pattern.energy), product / pattern.energy};
}

/// Whether the beat rather holds the wave than not, given what stands beside it: noise that could
/// have hidden it, or made it, leaves it where it usually is.
bool holds(const Pattern& pattern, const Likeness& likeness) {
    const double points = static_cast<double>(pattern.samples.size()) / independent;
    const double c = std::max(0.05, std::abs(likeness.correlation));
    const double variance =
        likeness.share * likeness.share * (1 - c * c) / (c * c) / std::max(1.0, points);
    return likeness.share - 0.5 > -usually_there * std::max(variance, 1e-6);
}

} // namespace

std::vector<double> repetition(const FilteredRecording& clean, const Beats& beats,
                               const AverageBeat& mean, WaveReach reach) {
    const std::vector<double> wave = stretch_of_mean(mean, reach.from, reach.to);
    const double energy = dot(wave, wave);
    const auto n = static_cast<double>(mean.members.size());
    std::vector<double> repetitions;
    for (const std::size_t member : mean.members) {
        const double place = (beats[member].time - clean.start).count() * clean.rate.hertz();
        const std::vector<double> own = stretch_of_beat(clean, mean, place, reach.from, reach.to);
        const double with_mean = dot(own, wave);
        const double with_self = dot(own, own);
        const double with_others = (n * with_mean - with_self) / (n - 1);
        const double others =
            (n * n * energy - 2 * n * with_mean + with_self) / ((n - 1) * (n - 1));
        repetitions.push_back(n > 1 && others > 0 ? with_others / others : 1);
    }
    return repetitions;
}

bool comes_with_the_beat(const std::vector<double>& repetitions, double probability,
                         double rr_spread) {
    if (repetitions.size() < 4) {
        return probability > likely;
    }
    const auto n = static_cast<double>(repetitions.size());
    const double mean = dsp::mean(repetitions);
    double squares = 0;
    double repeating = 0;
    for (const double r : repetitions) {
        squares += (r - mean) * (r - mean);
        repeating += r > repeats ? 1 : 0;
    }
    const double deviation = std::sqrt(squares / (n - 1));
    if (probability <= likely) {
        return n >= many && mean > by_far * deviation;
    }
    if (rr_spread > uneven && mean < clearly * deviation) {
        return false;
    }
    const double error = deviation / std::sqrt(n);
    return repeating >= least_share * n && mean > beyond_chance * error;
}

Match match_wave(const FilteredRecording& clean, const AverageBeat& mean, double place,
                 WaveReach wave, std::size_t most) {
    const std::size_t length = wave.to - wave.from;
    const Pattern pattern = pattern_of(mean, wave.from, wave.to);
    std::vector<std::vector<double>> wide;
    for (std::size_t l = 0; l < mean.leads.size(); ++l) {
        if (mean.usable[l]) {
            const double first =
                mean.fiducial - static_cast<double>(wave.from) + static_cast<double>(most);
            wide.push_back(aligned(clean.leads[l].samples, place, first, length + 2 * most));
        }
    }
    const std::size_t step = std::max<std::size_t>(1, most / 10);
    std::vector<double> correlations;
    std::vector<Likeness> all;
    for (std::size_t shift = 0; shift <= 2 * most; shift += step) {
        all.push_back(likeness_at(pattern, wide, shift));
        correlations.push_back(all.back().correlation);
    }
    const auto best = static_cast<std::size_t>(
        std::max_element(correlations.begin(), correlations.end()) - correlations.begin());
    Match match;
    match.there = holds(pattern, all[best]);
    if (correlations[best] >= resembles) {
        match.shift = dsp::parabola_peak(correlations, best) * static_cast<double>(step) -
                      static_cast<double>(most);
    }
    return match;
}

} // namespace ecg::analyze
