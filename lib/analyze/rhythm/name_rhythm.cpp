#include "analyze/rhythm/name_rhythm.hpp"

#include "analyze/rhythm/arrest.hpp"
#include "analyze/rhythm/av_block.hpp"
#include "analyze/rhythm/base_rhythm.hpp"
#include "analyze/rhythm/blocked_pac.hpp"
#include "analyze/rhythm/ectopic_episodes.hpp"
#include "analyze/rhythm/paced_episodes.hpp"

#include <algorithm>
#include <iterator>
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

/// Beats and their waves.
struct Heard {
    Beats beats;
    Delineation waves;
};

bool is_inside(const std::vector<Episode>& episodes, Seconds time) {
    return std::any_of(episodes.begin(), episodes.end(), [time](const Episode& episode) {
        return time >= episode.onset && time < episode.offset;
    });
}

/// What passes for beats in fibrillation is left out; no interval leads across it.
Heard outside(const std::vector<Episode>& fibrillation, const Beats& beats,
              const Delineation& waves) {
    Heard heard;
    bool left_out = false;
    for (std::size_t b = 0; b < beats.size(); ++b) {
        if (is_inside(fibrillation, beats[b].time)) {
            left_out = true;
            continue;
        }
        heard.beats.push_back(beats[b]);
        heard.beats.back().after_gap = beats[b].after_gap || left_out;
        heard.waves.push_back(waves[b]);
        left_out = false;
    }
    return heard;
}

/// A pause so long that it is told as asystole is told once.
std::vector<Episode> shorter_pauses(const Beats& beats, const std::vector<Episode>& asystole) {
    std::vector<Episode> found = pauses(beats);
    std::erase_if(found, [&](const Episode& p) { return is_inside(asystole, p.onset); });
    return found;
}

/// The pause behind a blocked atrial beat says nothing of the rhythm that it breaks.
Beats without_their_pauses(Beats beats, const std::vector<BlockedPac>& blocked) {
    for (const BlockedPac& one : blocked) {
        beats[one.beat].after_gap = true;
    }
    return beats;
}

Rhythm rhythm_of(const Beats& beats, const Delineation& waves, const Measurements& measured,
                 const BetweenBeats& between, std::vector<Episode> breaks) {
    std::vector<Episode> blocks = av_blocks(beats, waves, between);
    const std::vector<BlockedPac> blocked =
        blocks.empty() ? blocked_pacs(beats, waves, between) : std::vector<BlockedPac>{};
    const std::vector<Episode> base =
        with_pacing(base_episodes(without_their_pauses(beats, blocked), waves, measured,
                                  known_rhythms(beats, waves, between, blocks)),
                    beats);
    std::erase_if(blocks, [](const Episode& e) { return e.code == "3AVB"; }); // it is a base
    const std::vector<Episode> asystole = asystoles(beats, between);
    for (const auto& more :
         {blocks, episodes_of(blocked), asystole, ectopic_beats(beats, waves),
          ectopic_patterns(beats), ventricular_runs(beats), supraventricular_runs(beats),
          paced_runs(base, beats), shorter_pauses(beats, asystole)}) {
        breaks.insert(breaks.end(), more.begin(), more.end());
    }
    std::stable_sort(breaks.begin(), breaks.end(),
                     [](const Episode& a, const Episode& b) { return a.onset < b.onset; });
    std::vector<Episode> lasting = base;
    std::copy_if(breaks.begin(), breaks.end(), std::back_inserter(lasting),
                 [](const Episode& e) { return e.code == "VF"; });
    Rhythm rhythm{longest_of(lasting), base};
    rhythm.episodes.insert(rhythm.episodes.end(), breaks.begin(), breaks.end());
    return rhythm;
}

} // namespace

Rhythm name_rhythm(const Beats& beats, const Delineation& waves, const Measurements& measured,
                   const BetweenBeats& between) {
    const std::vector<Episode> fibrillation = fibrillations(beats, between);
    if (fibrillation.empty()) {
        return rhythm_of(beats, waves, measured, between, {});
    }
    const Heard heard = outside(fibrillation, beats, waves);
    return rhythm_of(heard.beats, heard.waves, measured, between, fibrillation);
}

} // namespace ecg::analyze
