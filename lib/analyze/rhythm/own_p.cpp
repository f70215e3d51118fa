#include "analyze/rhythm/own_p.hpp"

#include <algorithm>

namespace ecg::analyze {
namespace {

constexpr Seconds shortest_pr{0.03}; // from the middle of P
constexpr Seconds longest_pr{0.45};
constexpr Seconds usual_onset{0.05}; // of QRS before its fiducial, where it was not marked

} // namespace

std::vector<BeatP> own_p_waves(const Beats& beats, const Delineation& waves,
                               const std::vector<Seconds>& p_waves) {
    std::vector<BeatP> of_beats(beats.size());
    auto next = p_waves.begin();
    for (std::size_t b = 0; b < beats.size(); ++b) {
        BeatP& entry = of_beats[b];
        for (; next != p_waves.end() && *next < beats[b].time; ++next) {
            entry.lone.push_back(*next);
        }
        const Seconds onset = waves[b].global.qrs.onset.value_or(beats[b].time - usual_onset);
        if (entry.lone.empty()) {
            continue;
        }
        const Seconds pr = onset - entry.lone.back();
        if (pr >= shortest_pr && pr <= longest_pr) {
            entry.own = entry.lone.back();
            entry.pr = pr;
            entry.lone.pop_back();
        }
    }
    return of_beats;
}

} // namespace ecg::analyze
