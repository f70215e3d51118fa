#include "analyze/rhythm/doubt.hpp"

#include "analyze/interpret/criteria.hpp"
#include "analyze/limit.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace ecg::analyze {
namespace {

constexpr std::string_view in_doubt = "IRREG";
constexpr double certainty_in_doubt = 0.5; // own, as of all that is called irregular

std::optional<double> best_index(const std::vector<LeadQuality>& quality) {
    std::optional<double> best;
    for (const LeadQuality& lead : quality) {
        if (lead.beat_sqi) {
            best = std::max(best.value_or(0), *lead.beat_sqi);
        }
    }
    return best;
}

} // namespace

void doubt_fibrillation(Rhythm& rhythm, const std::vector<LeadQuality>& quality) {
    const auto best = best_index(quality);
    if (!best || !meets(criteria::doubtful_beats, Share{*best})) {
        return;
    }
    for (Episode& episode : rhythm.episodes) {
        if (episode.code == "AFIB") {
            episode.code = in_doubt;
            episode.certainty = certainty_in_doubt;
            episode.reason +=
                ", but " +
                reason_for("two detectors agree on", Share{*best}, criteria::doubtful_beats) +
                " of the beats";
        }
    }
    if (rhythm.name == "AFIB") {
        rhythm.name = in_doubt;
    }
}

} // namespace ecg::analyze
