#include "analyze/measure/end_of_t.hpp"

#include "analyze/measure/turning_points.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace ecg::analyze {
namespace {

constexpr double least_height_mv = 0.1; // flatter ones have no slope to speak of [postema-2014]
constexpr double least_phase_mv = 0.03; // [iec-60601-2-51 annex GG]
constexpr double phase_share = 0.15;    // of the height: what is less is no phase of its own
constexpr double noise_factor = 4;
constexpr double half_window_ms = 12; // of the lines that smooth a lead
constexpr double come_down = 0.5;     // of the height, before the next wave
constexpr double shoulder = 0.1;      // of the height, at either end of the limb
constexpr double threshold = 0.2;     // of the steepest slope [mclaughlin-1995]

/// The lead from `first` on as lines fitted to short stretches tell it, against the ground.
struct Smooth {
    std::size_t first = 0;
    std::vector<double> value; ///< mV
    std::vector<double> slope; ///< mV a sample
};

Smooth smoothed(std::span<const double> lead, const TWave& wave, std::size_t last) {
    const auto half = static_cast<std::ptrdiff_t>(
        std::max(1.0, std::round(half_window_ms * wave.rate_hz / 1000)));
    const auto samples = static_cast<std::ptrdiff_t>(lead.size());
    Smooth smooth{static_cast<std::size_t>(std::max(0.0, std::ceil(wave.onset))), {}, {}};
    for (auto k = static_cast<std::ptrdiff_t>(smooth.first); k <= static_cast<std::ptrdiff_t>(last);
         ++k) {
        double sum = 0;
        double moment = 0;
        double squares = 0;
        for (std::ptrdiff_t d = -half; d <= half; ++d) {
            const std::ptrdiff_t at = std::clamp<std::ptrdiff_t>(k + d, 0, samples - 1);
            const double v = lead[static_cast<std::size_t>(at)];
            const auto x = static_cast<double>(d);
            sum += v;
            moment += x * v;
            squares += x * x;
        }
        smooth.value.push_back(sum / static_cast<double>(2 * half + 1) - wave.level_mv);
        smooth.slope.push_back(moment / squares);
    }
    return smooth;
}

/// T's last limb: indices into Smooth, and which way T points.
struct Limb {
    std::size_t from = 0; ///< its peak
    std::size_t to = 0;   ///< where it meets the ground, turns, or the next wave begins
    double sign = 1;
};

/// From the last phase that T reaches before its offset to where that phase is over.
Limb last_limb(const Smooth& smooth, std::size_t peak, std::size_t offset, double least) {
    Limb limb{peak, smooth.value.size() - 1, smooth.value[peak] < 0 ? -1.0 : 1.0};
    const auto turns = turning_points(smooth.value, least);
    for (const TurningPoint& turn : turns) {
        const double v = smooth.value[turn.index];
        const bool away = (turn.peak ? v : -v) >= least; // from the ground
        if (away && turn.index > limb.from && turn.index <= offset) {
            limb.from = turn.index;
            limb.sign = turn.peak ? 1.0 : -1.0;
        }
    }
    const auto next = std::find_if(turns.begin(), turns.end(), [&](const TurningPoint& turn) {
        return turn.index > limb.from;
    });
    if (next != turns.end()) {
        limb.to = next->index;
    }
    for (std::size_t k = limb.from; k < limb.to; ++k) {
        if (limb.sign * smooth.value[k] <= 0) {
            limb.to = k;
        }
    }
    return limb;
}

/// The stretch of the limb, indices into Smooth, that lies between its shoulders and its foot;
/// absent when the limb does not come down far enough to have any.
struct Stretch {
    std::size_t from = 0;
    std::size_t to = 0;
};

std::optional<Stretch> middle_of(const Smooth& smooth, const Limb& limb) {
    const double height = std::abs(smooth.value[limb.from]);
    double lowest = height;
    std::size_t end = limb.from;
    for (std::size_t k = limb.from; k <= limb.to; ++k) {
        const double v = limb.sign * smooth.value[k];
        end = v < lowest ? k : end;
        lowest = std::min(lowest, v);
    }
    if (lowest > come_down * height) {
        return std::nullopt;
    }
    lowest = std::max(lowest, 0.0);
    Stretch middle{limb.from, end};
    for (std::size_t k = limb.from; k <= end; ++k) { // the last crossing of each height
        const double share = (limb.sign * smooth.value[k] - lowest) / (height - lowest);
        middle.from = share >= 1 - shoulder ? k : middle.from;
        middle.to = share >= shoulder ? k : middle.to;
    }
    return middle.to >= middle.from + 4 ? std::optional{middle} : std::nullopt;
}

/// The steepest place of a limb: an index into the lead, mV over the ground, mV a sample.
struct Steepest {
    double index = 0;
    double value = 0;
    double slope = 0;
    double uncertainty = 0; ///< samples, of where its tangent meets the ground, by noise alone
};

/// Of the cubic that fits the stretch best: one fit to all of it, since the steepest of many short
/// ones would be the one that noise makes steeper.
Steepest steepest_place(std::span<const double> lead, const TWave& wave, Stretch stretch,
                        double sign) {
    const double half = static_cast<double>(stretch.to - stretch.from) / 2;
    const double centre = static_cast<double>(stretch.from) + half;
    std::array<double, 7> powers{};
    std::array<double, 4> moments{};
    for (std::size_t k = stretch.from; k <= stretch.to; ++k) {
        const double x = (static_cast<double>(k) - centre) / half; // -1 to 1
        double power = 1;
        for (std::size_t i = 0; i < powers.size(); ++i) {
            powers[i] += power;
            if (i < moments.size()) {
                moments[i] += power * (lead[k] - wave.level_mv);
            }
            power *= x;
        }
    }
    const double even = powers[0] * powers[4] - powers[2] * powers[2];
    const double odd = powers[2] * powers[6] - powers[4] * powers[4];
    const double c0 = (moments[0] * powers[4] - moments[2] * powers[2]) / even;
    const double c2 = (moments[2] * powers[0] - moments[0] * powers[2]) / even;
    const double c1 = (moments[1] * powers[6] - moments[3] * powers[4]) / odd;
    const double c3 = (moments[3] * powers[2] - moments[1] * powers[4]) / odd;
    const auto slope_at = [&](double x) { return c1 + x * (2 * c2 + 3 * x * c3); };
    double best = sign * slope_at(-1) < sign * slope_at(1) ? -1 : 1;
    if (const double bend = -c2 / (3 * c3); sign * c3 > 0 && std::abs(bend) <= 1) {
        best = bend;
    }
    Steepest steepest{centre + best * half, c0 + best * (c1 + best * (c2 + best * c3)),
                      slope_at(best) / half, 0};
    // Variances of a cubic's value and slope in the middle of n points: 9/4 and 75/4 of noise² / n.
    const double count = 2 * half * wave.recorded_hz / wave.rate_hz + 1; // as many were recorded
    const double noise = wave.noise_mv / std::sqrt(count);
    steepest.uncertainty =
        std::hypot(1.5 * noise / steepest.slope,
                   steepest.value * 4.33 * noise / half / (steepest.slope * steepest.slope));
    return steepest;
}

/// Where the slope behind the steepest place has fallen to the threshold, as an index into the
/// lead.
std::optional<double> threshold_end(const Smooth& smooth, const Steepest& steepest, double sign) {
    const double goal = threshold * std::abs(steepest.slope);
    const auto place = static_cast<std::size_t>(std::max(0.0, steepest.index));
    for (std::size_t k = place - smooth.first + 1; k < smooth.slope.size(); ++k) {
        const double before = -sign * smooth.slope[k - 1];
        const double here = -sign * smooth.slope[k];
        if (here <= goal) {
            const double share = before > here ? (before - goal) / (before - here) : 0;
            return static_cast<double>(smooth.first + k) - 1 + std::max(share, 0.0);
        }
    }
    return std::nullopt;
}

/// The last limb of a T that is tall enough.
std::optional<Limb> limb_of(const Smooth& smooth, const TWave& wave) {
    const std::size_t offset =
        std::min(smooth.value.size() - 1,
                 static_cast<std::size_t>(wave.offset - static_cast<double>(smooth.first)));
    const auto begin = smooth.value.begin();
    const auto highest =
        std::max_element(begin, begin + static_cast<std::ptrdiff_t>(offset) + 1,
                         [](double a, double b) { return std::abs(a) < std::abs(b); });
    const double height = std::abs(*highest);
    const double noise = noise_factor * wave.noise_mv;
    if (height < std::max(least_height_mv, noise)) {
        return std::nullopt;
    }
    return last_limb(smooth, static_cast<std::size_t>(highest - begin), offset,
                     std::max({least_phase_mv, phase_share * height, noise}));
}

} // namespace

EndOfT end_of_t(std::span<const double> lead, const TWave& wave) {
    const double half = half_window_ms * wave.rate_hz / 1000;
    const double last = std::min(wave.limit, static_cast<double>(lead.size()) - 1 - half);
    if (!(wave.onset >= 0 && wave.offset > wave.onset + 1 && last > wave.onset + half)) {
        return {};
    }
    const Smooth smooth = smoothed(lead, wave, static_cast<std::size_t>(last));
    const auto limb = limb_of(smooth, wave);
    const auto middle = limb ? middle_of(smooth, *limb) : std::nullopt;
    if (!middle) {
        return {};
    }
    const Stretch stretch{smooth.first + middle->from, smooth.first + middle->to};
    const Steepest steepest = steepest_place(lead, wave, stretch, limb->sign);
    if (limb->sign * steepest.slope >= 0) {
        return {};
    }
    EndOfT end;
    const double tangent = steepest.index - steepest.value / steepest.slope;
    if (tangent <= wave.limit) {
        end.tangent = tangent;
        end.tangent_uncertainty = steepest.uncertainty;
    }
    end.threshold = threshold_end(smooth, steepest, limb->sign);
    return end;
}

} // namespace ecg::analyze
