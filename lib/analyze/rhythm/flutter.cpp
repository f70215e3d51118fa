#include "analyze/rhythm/flutter.hpp"

#include "analyze/interpret/criteria.hpp"
#include "analyze/limit.hpp"
#include "analyze/rhythm/rhythm_signs.hpp"

#include <algorithm>

namespace ecg::analyze {
namespace {

constexpr double p_repeats = 0.5;           // own: a P before so many beats is one
constexpr double even = 0.10;               // own: RMSSD of a sinus rhythm over its mean interval
constexpr double fewest_waves_a_beat = 1.5; // own: at 1:1 the wave may be the QRS itself

/// The beats from the last before a stretch to the first behind it.
BeatRange beats_over(const Beats& beats, Stretch over) {
    const auto is_before = [](const Beat& beat, Seconds t) { return beat.time < t; };
    const auto first = std::lower_bound(beats.begin(), beats.end(), over.from, is_before);
    const auto last = std::lower_bound(first, beats.end(), over.to, is_before);
    const std::size_t from = static_cast<std::size_t>(first - beats.begin());
    const std::size_t to = static_cast<std::size_t>(last - beats.begin());
    return {from > 0 ? from - 1 : 0, std::min(to + 1, beats.size())};
}

bool touches(const std::vector<Stretch>& stretches, Stretch over) {
    return std::any_of(stretches.begin(), stretches.end(),
                       [&](const Stretch& s) { return s.from < over.to && s.to > over.from; });
}

} // namespace

std::vector<FlutterLook> fluttering(const Beats& beats, const Delineation& waves,
                                    const BetweenBeats& between) {
    std::vector<FlutterLook> found;
    for (const FlutterLook& look : between.flutter) {
        if (touches(between.fibrillation, look.over) ||
            !meets(criteria::flutter_once, Share{look.once}) ||
            !meets(criteria::flutter_twice, Share{look.twice})) {
            continue;
        }
        const RhythmSigns signs = read_signs(beats, waves, beats_over(beats, look.over));
        const bool slower =
            !signs.rate || look.rate.value > fewest_waves_a_beat * signs.rate->value;
        const bool may_be_sinus = signs.p_share() >= p_repeats && signs.rmssd_share < even;
        const bool clear = !may_be_sinus || meets(criteria::flutter_beside_p, Share{look.once});
        if (slower && clear) {
            found.push_back(look);
        }
    }
    return found;
}

} // namespace ecg::analyze
