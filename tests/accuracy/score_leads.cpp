#include "accuracy/score_leads.hpp"

#include "accuracy/match_points.hpp"

#include <algorithm>
#include <limits>

namespace ecg::accuracy {
namespace {

struct Annotated {
    double first = std::numeric_limits<double>::infinity();
    double last = -std::numeric_limits<double>::infinity();
};

Annotated annotated_part(const PointLists& reference) {
    Annotated part;
    for (const auto& times : reference) {
        for (const double time : times) {
            part.first = std::min(part.first, time);
            part.last = std::max(part.last, time);
        }
    }
    return part;
}

} // namespace

void score_lead(PointScores& scores, const StripName& name, const PointLists& reference,
                const PointLists& found) {
    const Annotated part = annotated_part(reference);
    for (std::size_t point = 0; point < point_count; ++point) {
        const Matching matching = match_points(reference.at(point), found.at(point));
        Strip strip{name.record, name.lead, 0, 0, {}};
        for (const auto& match : matching.of_reference) {
            if (match) {
                strip.errors_ms.push_back(match->error_ms);
            } else {
                ++strip.missed;
            }
        }
        for (std::size_t i = 0; i < found.at(point).size(); ++i) {
            const double time = found.at(point)[i];
            strip.invented += !matching.used[i] && time >= part.first && time <= part.last ? 1 : 0;
        }
        scores.at(point).add(std::move(strip));
    }
}

} // namespace ecg::accuracy
