#include "analyze/rhythm/known_rhythms.hpp"

#include "analyze/rhythm/flutter.hpp"
#include "analyze/rhythm/own_p.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>

namespace ecg::analyze {
namespace {

constexpr std::size_t listened_leads = 3; // own: in fewer a P may hide
constexpr std::size_t around = 5;         // own: beats to each side
constexpr double hardly = 0.2;            // own: of them have a P

void mark_flutter(const Beats& beats, const Delineation& waves, const BetweenBeats& between,
                  std::vector<KnownRhythm>& known) {
    const std::vector<FlutterLook> looks = fluttering(beats, waves, between);
    auto look = looks.begin();
    for (std::size_t b = 0; b < beats.size(); ++b) {
        while (look != looks.end() && look->over.to <= beats[b].time) {
            ++look;
        }
        if (look != looks.end() && beats[b].time >= look->over.from) {
            known[b].flutter = look->once;
            known[b].atrial = look->rate;
        }
    }
}

/// The rate of the P waves from one moment to another, by the usual step.
std::optional<BeatsPerMinute> p_rate(const std::vector<Seconds>& p_waves, Seconds from,
                                     Seconds to) {
    std::vector<double> steps;
    const auto first = std::lower_bound(p_waves.begin(), p_waves.end(), from - Seconds{1});
    const auto last = std::upper_bound(first, p_waves.end(), to);
    for (auto p = first; p != last && p + 1 != last; ++p) {
        steps.push_back((*(p + 1) - *p).count());
    }
    if (steps.empty()) {
        return std::nullopt;
    }
    return BeatsPerMinute{60 / dsp::median(std::move(steps))};
}

void mark_blocks(const Beats& beats, const BetweenBeats& between,
                 const std::vector<Episode>& blocks, std::vector<KnownRhythm>& known) {
    for (const Episode& block : blocks) {
        const auto rate = p_rate(between.p_waves, block.onset, block.offset);
        auto beat = std::lower_bound(beats.begin(), beats.end(), block.onset,
                                     [](const Beat& b, Seconds t) { return b.time < t; });
        for (; beat != beats.end() && beat->time <= block.offset; ++beat) {
            KnownRhythm& entry = known[static_cast<std::size_t>(beat - beats.begin())];
            entry.complete = block.code == "3AVB";
            entry.has_atrial = true;
            entry.atrial = rate;
        }
    }
}

void mark_missing_p(const std::vector<BeatP>& p, std::vector<KnownRhythm>& known) {
    std::vector<std::size_t> with_p(p.size() + 1); // so many of the first
    for (std::size_t b = 0; b < p.size(); ++b) {
        with_p[b + 1] = with_p[b] + (p[b].own ? 1 : 0);
    }
    for (std::size_t b = 0; b < p.size(); ++b) {
        const std::size_t first = b > around ? b - around : 0;
        const std::size_t last = std::min(p.size(), b + around + 1);
        known[b].without_p = static_cast<double>(with_p[last] - with_p[first]) <=
                             hardly * static_cast<double>(last - first);
    }
}

} // namespace

std::vector<KnownRhythm> known_rhythms(const Beats& beats, const Delineation& waves,
                                       const BetweenBeats& between,
                                       const std::vector<Episode>& blocks) {
    std::vector<KnownRhythm> known(beats.size());
    mark_flutter(beats, waves, between, known);
    mark_blocks(beats, between, blocks, known);
    if (between.leads >= listened_leads) {
        mark_missing_p(own_p_waves(beats, waves, between.p_waves), known);
    }
    return known;
}

} // namespace ecg::analyze
