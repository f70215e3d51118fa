#include "analyze/classify/classify_beats.hpp"

#include "analyze/classify/class_odds.hpp"
#include "analyze/classify/paced_beats.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace ecg::analyze {
namespace {

constexpr double ventricular_from = 0.1; // log odds, when the usual shape is well known …
constexpr double unknown_from = 0.85;    // … and when it is not:
constexpr double unknown = 15;           // beats, up to which it is not
constexpr double well_known = 45;
constexpr double early_from = -0.6;
constexpr double not_late = -0.02;        // logarithm of the interval over the usual one
constexpr double too_uneven = 0.3;        // intervals, where an early beat means nothing …
constexpr double uneven_without_p = 0.12; // … as in fibrillation, where no P repeats
constexpr double repeats = 0.5;
constexpr double paced_share = 0.6;    // of a shape's beats with a spike: the others are paced, too
constexpr double own_share = 0.2;      // of the odds: the rest is what its shape has
constexpr double boldest = 6;          // log odds that one beat may have …
constexpr double boldest_of_shape = 4; // … and may add to its shape
constexpr double doubt = -1;           // log odds of a shape before any beat of it is judged …
constexpr double doubt_beats = 2;      // … which count like so many beats
constexpr double follows = 40;         // beats, of which a shape's odds are the running mean

std::vector<double> ventricular_odds(const DescribedBeats& described, ShapeBank& bank,
                                     const ClassNetwork& network) {
    std::vector<double> own;
    for (std::size_t i = 0; i < described.signs.size(); ++i) {
        own.push_back(class_log_odds(network, described.signs[i]));
        BeatShape& shape = bank.shapes()[described.shape_of[i]];
        shape.judged += 1;
        shape.ventricular +=
            (std::clamp(own[i], -boldest_of_shape, boldest_of_shape) - shape.ventricular) /
            std::min(follows, std::max(1.0, shape.judged));
    }
    for (std::size_t i = 0; i < own.size(); ++i) {
        const BeatShape& shape = bank.shapes()[described.shape_of[i]];
        const double of_shape =
            (shape.judged * shape.ventricular + doubt_beats * doubt) / (shape.judged + doubt_beats);
        own[i] = own_share * std::clamp(own[i], -boldest, boldest) + (1 - own_share) * of_shape;
    }
    return own;
}

/// A spike may fall between two samples: what looks like most beats that have one is paced as well.
std::vector<bool> look_paced(std::vector<bool> spiked, const std::vector<std::size_t>& shape_of) {
    std::map<std::size_t, std::pair<double, double>> by_shape; // with a spike, all
    for (std::size_t i = 0; i < spiked.size(); ++i) {
        auto& [with, all] = by_shape[shape_of[i]];
        with += spiked[i] ? 1 : 0;
        all += 1;
    }
    for (std::size_t i = 0; i < spiked.size(); ++i) {
        const auto& [with, all] = by_shape[shape_of[i]];
        spiked[i] = spiked[i] || with >= paced_share * all;
    }
    return spiked;
}

/// From which odds on a beat is ventricular, when so many of the dominant shape were seen.
double least_odds(double seen) {
    const double known = std::clamp((seen - unknown) / (well_known - unknown), 0.0, 1.0);
    return unknown_from + known * (ventricular_from - unknown_from);
}

/// Whether an end of the recording cuts the stretch before the beat's QRS, or the QRS itself: what
/// is held beyond an end looks like nothing, and would pass for ectopic.
bool is_cut(const FilteredRecording& clean, Seconds time) {
    const double points = static_cast<double>(around_qrs.to - look_fiducial);
    const Seconds length{static_cast<double>(clean.leads.front().samples.size()) /
                         clean.rate.hertz()};
    return time - clean.start < look_step * static_cast<double>(look_fiducial) ||
           clean.start + length - time < look_step * points;
}

bool comes_early(const BeatSigns& signs, const ClassNetwork& network) {
    const auto sign = [&](BeatSign which) {
        return static_cast<double>(signs[static_cast<std::size_t>(which)]);
    };
    const double most = sign(BeatSign::p_usual) > repeats ? too_uneven : uneven_without_p;
    const double uneven = std::max(sign(BeatSign::uneven), sign(BeatSign::uneven_of_all));
    return sign(BeatSign::before) < not_late && uneven < most &&
           class_log_odds(network, signs) > early_from;
}

} // namespace

Beats classify_beats(const FilteredRecording& clean, const Beats& beats, BeatMemory& memory,
                     const ClassNetworks& networks) {
    if (beats.size() < 3) {
        return beats;
    }
    const DescribedBeats described = describe_beats(clean, beats, memory);
    const std::vector<double> ventricular =
        ventricular_odds(described, memory.bank, networks.ventricular);
    const double least = least_odds(memory.bank.shapes()[described.dominant].count);
    const std::vector<bool> paced = look_paced(find_paced(clean, beats), described.shape_of);
    Beats labelled = beats;
    for (std::size_t i = 0; i < beats.size(); ++i) {
        Beat& beat = labelled[i];
        const std::size_t shape = described.shape_of[i];
        beat.shape = shape == described.dominant ? 0 : memory.bank.shapes()[shape].id;
        if (paced[i]) {
            beat.label = BeatClass::Q;
        } else if (is_cut(clean, beat.time)) {
            continue;
        } else if (ventricular[i] > least) {
            beat.label = BeatClass::V;
        } else if (described.in_run[i] || comes_early(described.signs[i], networks.early)) {
            beat.label = BeatClass::S;
        }
    }
    return labelled;
}

Beats classify_beats(const FilteredRecording& clean, const Beats& beats) {
    BeatMemory memory;
    return classify_beats(clean, beats, memory, trained_classes());
}

} // namespace ecg::analyze
