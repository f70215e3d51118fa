#include "analyze/detect/detect_beats.hpp"

#include "analyze/detect/activity.hpp"
#include "analyze/detect/beat_odds.hpp"
#include "analyze/detect/candidates.hpp"
#include "analyze/detect/fiducials.hpp"
#include "analyze/detect/t_waves.hpp"

#include <algorithm>

namespace ecg::analyze {
namespace {

constexpr float benefit_of_doubt = 0.5F; // log odds: about as many missed as invented when clean
constexpr double least_mean_odds = 1.5;  // log odds: of beats found in noise alone 1.1
constexpr float lead_agrees = 0.3F;      // of a lead's own typical QRS

std::vector<float> odds_of(const Activity& activity, const std::vector<std::size_t>& candidates,
                           const OddsNetwork& network) {
    std::vector<float> odds;
    odds.reserve(candidates.size());
    for (const Signs& signs :
         describe_candidates(activity, candidates, first_odds(activity, candidates))) {
        odds.push_back(log_odds(network, signs) + benefit_of_doubt);
    }
    return odds;
}

double agreement(const Activity& a, std::size_t peak) {
    std::size_t agreeing = 0;
    for (const LeadActivity& lead : a.leads) {
        agreeing += lead.total[peak] > lead_agrees ? 1 : 0;
    }
    return static_cast<double>(agreeing) / static_cast<double>(a.leads.size());
}

/// How many samples from one index to another are missing in most leads.
std::size_t lost_samples(const FilteredRecording& clean, std::size_t from, std::size_t to) {
    std::size_t lost = 0;
    for (std::size_t i = from; i < to; ++i) {
        std::size_t leads = 0;
        for (const auto& missing : clean.missing) {
            leads += missing[i] ? 1 : 0;
        }
        lost += 2 * leads > clean.missing.size() ? 1 : 0;
    }
    return lost;
}

/// Marks beats whose interval to the beat before holds signal that most leads miss.
void mark_gaps(Beats& beats, const FilteredRecording& clean) {
    constexpr Seconds bridgeable{0.04}; // shorter losses hide no QRS
    const bool any = std::any_of(clean.quality.begin(), clean.quality.end(),
                                 [](const LeadQuality& q) { return q.missing_share > 0; });
    for (std::size_t b = 1; any && b < beats.size(); ++b) {
        const auto index = [&](Seconds t) {
            const double i = (t - clean.start).count() * clean.rate.hertz();
            return static_cast<std::size_t>(std::max(0.0, i));
        };
        const std::size_t lost =
            lost_samples(clean, index(beats[b - 1].time), index(beats[b].time));
        beats[b].after_gap = static_cast<double>(lost) > bridgeable.count() * clean.rate.hertz();
    }
}

Beats beats_of(const FilteredRecording& clean, const Activity& activity,
               const OddsNetwork& network) {
    const auto candidates = find_candidates(activity);
    const auto odds = odds_of(activity, candidates, network);
    const auto chosen =
        without_t_waves(activity, candidates, choose_beats(activity, candidates, odds));
    double sum = 0;
    std::vector<std::size_t> found;
    for (const std::size_t c : chosen) {
        found.push_back(candidates[c]);
        sum += static_cast<double>(odds[c]);
    }
    Beats beats;
    if (found.empty() || sum < least_mean_odds * static_cast<double>(found.size())) {
        return beats;
    }
    const auto times = fiducials(clean, activity, found);
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (beats.empty() || times[i] - beats.back().time >= refractory) {
            Beat beat;
            beat.time = times[i];
            beat.certainty = agreement(activity, found[i]);
            beats.push_back(beat);
        }
    }
    mark_gaps(beats, clean);
    return beats;
}

} // namespace

Detection detect_beats(const FilteredRecording& clean, const OddsNetwork& network) {
    const Activity activity = weighed_activity(clean);
    Detection out{beats_of(clean, activity, network), {}};
    out.lead_beats.resize(clean.leads.size());
    for (const LeadActivity& lead : activity.leads) {
        auto& own = out.lead_beats[lead.index].emplace();
        for (const std::size_t index : lead.own_beats) {
            own.push_back(clean.start + Seconds{activity.offset_s +
                                                static_cast<double>(index) / activity.rate_hz});
        }
    }
    return out;
}

Detection detect_beats(const FilteredRecording& clean) {
    return detect_beats(clean, trained_network());
}

} // namespace ecg::analyze
