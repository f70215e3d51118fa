#include "analyze/classify/classify_beats.hpp"

#include "analyze/classify/shapes.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace ecg::analyze {
namespace {

constexpr double frequent = 0.3;        // of the commonest shape: a candidate for the dominant one
constexpr double wider = 1.2;           // times the dominant shape's spread
constexpr double early = 0.85;          // of the usual interval: premature (ecg-criteria(7), PAC)
constexpr double early_aberrant = 0.95; // another shape tells by itself, and need not be so early
constexpr std::size_t neighbours = 8;   // intervals to each side that tell what is usual
constexpr double irregular = 0.35;      // share of odd intervals from which timing tells nothing

/// The narrowest of the frequent shapes: bigeminy has as many ectopic beats as normal ones.
std::size_t dominant_shape(const SortedBeats& sorted) {
    std::size_t commonest = 0;
    for (const Shape& shape : sorted.shapes) {
        commonest = std::max(commonest, shape.count);
    }
    std::optional<std::size_t> dominant;
    for (std::size_t s = 0; s < sorted.shapes.size(); ++s) {
        const Shape& shape = sorted.shapes[s];
        if (static_cast<double>(shape.count) < frequent * static_cast<double>(commonest)) {
            continue;
        }
        if (!dominant || shape.spread_ms * wider < sorted.shapes[*dominant].spread_ms ||
            (shape.count > sorted.shapes[*dominant].count &&
             shape.spread_ms < wider * sorted.shapes[*dominant].spread_ms)) {
            dominant = s;
        }
    }
    return dominant.value_or(0);
}

/// Interval to the beat before over the median interval around it; absent for the first beat
/// and across gaps.
std::vector<std::optional<double>> relative_intervals(const Beats& beats) {
    std::vector<double> rr(beats.size(), 0);
    for (std::size_t i = 1; i < beats.size(); ++i) {
        rr[i] = (beats[i].time - beats[i - 1].time).count();
    }
    std::vector<std::optional<double>> relative(beats.size());
    for (std::size_t i = 1; i < beats.size(); ++i) {
        if (beats[i].after_gap) {
            continue;
        }
        std::vector<double> around;
        const std::size_t from = i > neighbours ? i - neighbours : 1;
        for (std::size_t k = from; k < std::min(beats.size(), i + neighbours + 1); ++k) {
            if (!beats[k].after_gap) {
                around.push_back(rr[k]);
            }
        }
        relative[i] = rr[i] / dsp::median(around);
    }
    return relative;
}

/// Whether the intervals are so uneven (AF) that an early beat means nothing.
bool timing_tells(const std::vector<std::optional<double>>& relative,
                  const std::vector<bool>& same_shape) {
    std::size_t odd = 0;
    std::size_t all = 0;
    for (std::size_t i = 1; i < relative.size(); ++i) {
        if (relative[i] && same_shape[i] && same_shape[i - 1]) {
            ++all;
            odd += std::abs(*relative[i] - 1) > 0.12 ? 1 : 0;
        }
    }
    return static_cast<double>(odd) <
           irregular * static_cast<double>(std::max<std::size_t>(all, 1));
}

} // namespace

Beats classify_beats(const FilteredRecording& clean, const Beats& beats) {
    if (beats.size() < 3) {
        return beats;
    }
    const SortedBeats sorted = sort_by_shape(clean, beats);
    const std::size_t dominant = dominant_shape(sorted);
    const double usual_spread = sorted.shapes[dominant].spread_ms;
    const auto relative = relative_intervals(beats);
    std::vector<bool> same_shape;
    for (const std::size_t s : sorted.shape_of) {
        same_shape.push_back(s == dominant);
    }
    const bool timed = timing_tells(relative, same_shape);

    Beats labelled = beats;
    for (std::size_t i = 0; i < beats.size(); ++i) {
        const std::size_t s = sorted.shape_of[i];
        const double r = relative[i].value_or(1);
        Beat& beat = labelled[i];
        beat.shape = static_cast<int>(s == dominant ? 0 : (s == 0 ? dominant : s));
        const bool wide = sorted.shapes[s].spread_ms > wider * usual_spread;
        // An early beat of another, narrow shape is an aberrant supraventricular one.
        const bool too_early = timed && r < (s == dominant ? early : early_aberrant);
        if (s != dominant && wide) {
            beat.label = BeatClass::V;
        } else if (too_early) {
            beat.label = BeatClass::S;
        }
    }
    return labelled;
}

} // namespace ecg::analyze
