#include "analyze/rhythm/name_rhythm.hpp"

#include "analyze/rhythm/base_rhythm.hpp"
#include "analyze/rhythm/ectopic_episodes.hpp"
#include "analyze/rhythm/paced_episodes.hpp"

#include <algorithm>
#include <map>

namespace ecg::analyze {
namespace {

std::string longest_of(const std::vector<Episode>& base) {
    std::map<std::string, Seconds> lasts;
    std::string longest;
    for (const Episode& episode : base) {
        Seconds& sum = lasts[episode.code];
        sum += episode.offset - episode.onset;
        if (longest.empty() || sum > lasts[longest]) {
            longest = episode.code;
        }
    }
    return longest;
}

} // namespace

Rhythm name_rhythm(const Beats& beats, const Delineation& waves, const Measurements& measured) {
    const std::vector<Episode> base = with_pacing(base_episodes(beats, waves, measured), beats);
    std::vector<Episode> breaks = ectopic_beats(beats, waves);
    for (const auto& more : {ectopic_patterns(beats), ventricular_runs(beats),
                             paced_runs(base, beats), pauses(beats)}) {
        breaks.insert(breaks.end(), more.begin(), more.end());
    }
    std::stable_sort(breaks.begin(), breaks.end(),
                     [](const Episode& a, const Episode& b) { return a.onset < b.onset; });

    Rhythm rhythm{longest_of(base), base};
    rhythm.episodes.insert(rhythm.episodes.end(), breaks.begin(), breaks.end());
    return rhythm;
}

} // namespace ecg::analyze
