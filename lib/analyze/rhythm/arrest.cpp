#include "analyze/rhythm/arrest.hpp"

#include "analyze/interpret/criteria.hpp"
#include "analyze/limit.hpp"

#include <algorithm>
#include <string>

namespace ecg::analyze {
namespace {

constexpr double mostly = 0.6; // own: of the time without a QRS

Seconds overlap(Stretch a, Stretch b) {
    return std::max(Seconds{0}, std::min(a.to, b.to) - std::max(a.from, b.from));
}

bool is_silent(Stretch stretch, const std::vector<Stretch>& silence) {
    Seconds quiet{0};
    for (const Stretch& one : silence) {
        quiet += overlap(stretch, one);
    }
    return quiet >= mostly * stretch.length();
}

} // namespace

std::vector<Episode> fibrillations(const Beats& beats, const BetweenBeats& between) {
    std::vector<Episode> episodes;
    for (const Stretch& stretch : between.fibrillation) {
        if (!meets(criteria::fibrillation, stretch.length())) {
            continue;
        }
        Episode episode;
        episode.code = "VF";
        episode.onset = stretch.from;
        episode.offset = stretch.to;
        episode.beats = std::count_if(beats.begin(), beats.end(), [&](const Beat& beat) {
            return beat.time >= stretch.from && beat.time < stretch.to;
        });
        episode.reason = reason_for("restless waves without QRS complexes for", stretch.length(),
                                    criteria::fibrillation);
        episodes.push_back(episode);
    }
    return episodes;
}

std::vector<Episode> asystoles(const Beats& beats, const BetweenBeats& between) {
    std::vector<Episode> episodes;
    const auto judge = [&](Stretch stretch) {
        if (!meets(criteria::asystole, stretch.length()) || !is_silent(stretch, between.silence)) {
            return;
        }
        Episode episode;
        episode.code = "ASYS";
        episode.onset = stretch.from;
        episode.offset = stretch.to;
        episode.reason = reason_for("no QRS for", stretch.length(), criteria::asystole);
        episodes.push_back(episode);
    };
    if (beats.empty()) {
        return episodes;
    }
    judge({between.over.from, beats.front().time});
    for (std::size_t b = 1; b < beats.size(); ++b) {
        if (!beats[b].after_gap) {
            judge({beats[b - 1].time, beats[b].time});
        }
    }
    judge({beats.back().time, between.over.to});
    return episodes;
}

} // namespace ecg::analyze
