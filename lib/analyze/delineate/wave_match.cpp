#include "analyze/delineate/wave_match.hpp"

#include "dsp/resample.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace ecg::analyze {
namespace {

constexpr double resembles = 0.55;  // correlation over all usable leads: tells where the wave is
constexpr double usually_there = 3; // log odds that a wave that comes with the beat is in this one
constexpr double points_a_second = 200;
constexpr double independent = 8;   // points of a pattern, 40 ms: as far as noise hangs together
constexpr double least_share = 0.6; // of the beats repeat a wave that is there …
constexpr double repeats = 0.3;     // … by at least this
constexpr double beyond_chance = 4; // standard errors
constexpr double half_of = 0.5;     // own: of some beats on end …
constexpr double half_chance = 2;   // … standard errors: where most of the minute says so already
constexpr double likely = 0.5;
constexpr double by_far = 3; // deviations from beat to beat; fibrillation stays below 2 in a lead
constexpr double clearly = 2.5;
constexpr double uneven = 0.15; // of the interval
constexpr double many = 8;      // members

double dot(std::span<const double> a, std::span<const double> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += a[i] * b[i];
    }
    return sum;
}

/// How a beat resembles a pattern.
struct Likeness {
    double correlation = 0;
    double share = 0; ///< of the pattern's height
};

/// What a pattern and the pieces of a beat beside it have in common, by shift.
class Sums {
public:
    explicit Sums(std::size_t shifts) : products_(shifts), energies_(shifts) {}

    /// A lead's wave and the wider piece of the beat: shift s begins at its point s. The wave has
    /// no mean, so that of the piece falls out of the product.
    void add(std::span<const double> wave, std::span<const double> piece) {
        const std::size_t shifts = products_.size();
        std::vector<double> sums(shifts);
        std::vector<double> squares(shifts);
        for (std::size_t k = 0; k < wave.size(); ++k) {
            const double w = wave[k];
            const double* v = piece.data() + k;
            for (std::size_t s = 0; s < shifts; ++s) {
                products_[s] += w * v[s];
                sums[s] += v[s];
                squares[s] += v[s] * v[s];
            }
        }
        for (std::size_t s = 0; s < shifts; ++s) {
            energies_[s] += squares[s] - sums[s] * sums[s] / static_cast<double>(wave.size());
        }
    }

    [[nodiscard]] Likeness likeness(std::size_t shift, double energy) const {
        if (energies_[shift] <= 0 || energy <= 0) {
            return {};
        }
        return {products_[shift] / std::sqrt(energies_[shift] * energy), products_[shift] / energy};
    }

private:
    std::vector<double> products_;
    std::vector<double> energies_;
};

void subtract_mean(std::span<double> values) {
    const double level = dsp::mean(values);
    for (double& v : values) {
        v -= level;
    }
}

/// Whether the beat rather holds the wave than not, given what stands beside it: noise that could
/// have hidden it, or made it, leaves it where it usually is.
bool holds(std::size_t points_of_all, const Likeness& likeness) {
    const double points = static_cast<double>(points_of_all) / independent;
    const double c = std::max(0.05, std::abs(likeness.correlation));
    const double variance =
        likeness.share * likeness.share * (1 - c * c) / (c * c) / std::max(1.0, points);
    return likeness.share - 0.5 > -usually_there * std::max(variance, 1e-6);
}

struct Spread {
    double mean = 0;
    double deviation = 0;
    double repeating = 0; ///< how many repeat at all
};

Spread spread_of(const std::vector<double>& repetitions) {
    Spread spread;
    spread.mean = dsp::mean(repetitions);
    double squares = 0;
    for (const double r : repetitions) {
        squares += (r - spread.mean) * (r - spread.mean);
        spread.repeating += r > repeats ? 1 : 0;
    }
    spread.deviation = std::sqrt(squares / (static_cast<double>(repetitions.size()) - 1));
    return spread;
}

} // namespace

bool comes_with_the_beat(const std::vector<double>& repetitions, double probability,
                         double rr_spread) {
    if (repetitions.size() < 4) {
        return probability > likely;
    }
    const auto n = static_cast<double>(repetitions.size());
    const Spread spread = spread_of(repetitions);
    if (probability <= likely) {
        return n >= many && spread.mean > by_far * spread.deviation;
    }
    if (rr_spread > uneven && spread.mean < clearly * spread.deviation) {
        return false;
    }
    return spread.repeating >= least_share * n &&
           spread.mean > beyond_chance * spread.deviation / std::sqrt(n);
}

bool still_comes(const std::vector<double>& repetitions) {
    const auto n = static_cast<double>(repetitions.size());
    const Spread spread = spread_of(repetitions);
    return spread.repeating >= half_of * n &&
           spread.mean > half_chance * spread.deviation / std::sqrt(n);
}

// P and T have nothing above 40 Hz: some 200 samples a second tell them.
WavePattern::WavePattern(const AverageBeat& mean, WaveReach wave)
    : mean_{mean}, reach_{wave}, stride_{std::max<std::size_t>(
                                     1, static_cast<std::size_t>(mean.rate_hz / points_a_second))},
      points_{(wave.to - wave.from + stride_ - 1) / stride_} {
    for (std::size_t l = 0; l < mean.leads.size(); ++l) {
        if (!mean.usable[l]) {
            continue;
        }
        for (std::size_t i = wave.from; i < wave.to; i += stride_) {
            samples_.push_back(mean.leads[l][i]);
        }
        subtract_mean(std::span{samples_}.last(points_));
    }
    energy_ = dot(samples_, samples_);
}

/// A lead's points in the beat at place, and so many more to either side.
std::vector<double> WavePattern::beside(const std::vector<double>& lead, double place,
                                        std::size_t steps) const {
    const double first =
        mean_.fiducial - static_cast<double>(reach_.from) + static_cast<double>(steps * stride_);
    return dsp::values_from(lead, place - first, points_ + 2 * steps, stride_);
}

std::vector<double> WavePattern::repetition(const FilteredRecording& clean,
                                            const Beats& beats) const {
    const auto n = static_cast<double>(mean_.members.size());
    std::vector<double> repetitions;
    for (const std::size_t member : mean_.members) {
        const double place = (beats[member].time - clean.start).count() * clean.rate.hertz();
        std::vector<double> own;
        for (std::size_t l = 0; l < mean_.leads.size(); ++l) {
            if (mean_.usable[l]) {
                std::vector<double> part = beside(clean.leads[l].samples, place, 0);
                subtract_mean(part);
                own.insert(own.end(), part.begin(), part.end());
            }
        }
        const double with_mean = dot(own, samples_);
        const double with_self = dot(own, own);
        const double with_others = (n * with_mean - with_self) / (n - 1);
        const double others =
            (n * n * energy_ - 2 * n * with_mean + with_self) / ((n - 1) * (n - 1));
        repetitions.push_back(n > 1 && others > 0 ? with_others / others : 1);
    }
    return repetitions;
}

Match WavePattern::find(const FilteredRecording& clean, double place, std::size_t most) const {
    const std::size_t steps = most / stride_;
    Sums sums{2 * steps + 1};
    for (std::size_t l = 0, from = 0; l < mean_.leads.size(); ++l) {
        if (mean_.usable[l]) {
            sums.add(std::span{samples_}.subspan(from, points_),
                     beside(clean.leads[l].samples, place, steps));
            from += points_;
        }
    }
    std::vector<Likeness> all;
    std::vector<double> correlations;
    for (std::size_t s = 0; s <= 2 * steps; ++s) {
        all.push_back(sums.likeness(s, energy_));
        correlations.push_back(all.back().correlation);
    }
    const auto best = static_cast<std::size_t>(
        std::max_element(correlations.begin(), correlations.end()) - correlations.begin());
    Match match;
    match.there = holds(samples_.size(), all[best]);
    if (correlations[best] >= resembles) {
        match.shift = (dsp::parabola_peak(correlations, best) - static_cast<double>(steps)) *
                      static_cast<double>(stride_);
    }
    return match;
}

} // namespace ecg::analyze
