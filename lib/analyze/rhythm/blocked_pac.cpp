#include "analyze/rhythm/blocked_pac.hpp"

#include "analyze/interpret/criteria.hpp"
#include "analyze/limit.hpp"
#include "analyze/rhythm/own_p.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <optional>

namespace ecg::analyze {
namespace {

constexpr std::size_t many_leads = 3; // own: fewer show a P less surely
constexpr std::size_t beside = 8;     // own: beats to each side that tell what is usual
constexpr std::size_t fewest = 3;     // intervals that do
constexpr double late = 1.2;          // own: of the usual interval
constexpr Seconds half_p{0.05};

/// The usual interval near beat b, of those with no P but that of the beat.
std::optional<Seconds> usual_interval(const Beats& beats, const std::vector<BeatP>& p,
                                      std::size_t b) {
    std::vector<double> intervals;
    const std::size_t first = b > beside ? b - beside : 1;
    for (std::size_t i = first; i < std::min(beats.size(), b + beside + 1); ++i) {
        if (p[i].own && p[i].lone.empty() && !beats[i].after_gap &&
            beats[i].label == BeatClass::N && beats[i - 1].label == BeatClass::N) {
            intervals.push_back((beats[i].time - beats[i - 1].time).count());
        }
    }
    return intervals.size() < fewest ? std::nullopt
                                     : std::optional{Seconds{dsp::median(std::move(intervals))}};
}

} // namespace

std::vector<BlockedPac> blocked_pacs(const Beats& beats, const Delineation& waves,
                                     const BetweenBeats& between) {
    std::vector<BlockedPac> found;
    if (between.leads < many_leads) {
        return found;
    }
    const std::vector<BeatP> p = own_p_waves(beats, waves, between.p_waves);
    for (std::size_t b = 1; b < beats.size(); ++b) {
        if (p[b].lone.size() != 1 || !p[b].own || !p[b - 1].own || beats[b].after_gap ||
            beats[b].label != BeatClass::N || beats[b - 1].label != BeatClass::N) {
            continue;
        }
        const auto usual = usual_interval(beats, p, b);
        if (usual && beats[b].time - beats[b - 1].time >= late * *usual &&
            meets(criteria::early_p, Share{(p[b].lone[0] - *p[b - 1].own) / *usual})) {
            found.push_back({b, p[b].lone[0]});
        }
    }
    return found;
}

std::vector<Episode> episodes_of(const std::vector<BlockedPac>& blocked) {
    std::vector<Episode> episodes;
    for (const BlockedPac& one : blocked) {
        Episode episode;
        episode.code = "PACNC";
        episode.onset = one.p - half_p;
        episode.offset = one.p + half_p;
        episodes.push_back(episode);
    }
    return episodes;
}

} // namespace ecg::analyze
