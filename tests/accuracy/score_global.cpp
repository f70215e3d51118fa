#include "accuracy/score_global.hpp"

#include "accuracy/match_points.hpp"
#include "accuracy/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::accuracy {
namespace {

constexpr double usual_share = 0.96;

using Time = std::optional<double>;

Time span_ms(const Time& from, const Time& to) {
    return from && to ? Time{1000 * (*to - *from)} : std::nullopt;
}

std::array<Time, interval_count> intervals_of(const GlobalBeat& beat) {
    return {span_ms(beat.p_onset, beat.p_offset), span_ms(beat.p_onset, beat.qrs_onset),
            span_ms(beat.qrs_onset, beat.qrs_offset), span_ms(beat.qrs_onset, beat.t_offset)};
}

std::array<Time, 5> edges_of(const GlobalBeat& beat) {
    return {beat.p_onset, beat.p_offset, beat.qrs_onset, beat.qrs_offset, beat.t_offset};
}

const GlobalBeat* nearest(const std::vector<GlobalBeat>& beats, double time) {
    const auto distance = [&](const GlobalBeat& beat) { return std::abs(beat.centre - time); };
    const auto best =
        std::min_element(beats.begin(), beats.end(), [&](const GlobalBeat& a, const GlobalBeat& b) {
            return distance(a) < distance(b);
        });
    return best != beats.end() && distance(*best) <= match_window.count() ? &*best : nullptr;
}

/// Of one record: an interval's values in the beats where both sides have it.
struct BothSides {
    std::vector<double> reference_ms;
    std::vector<double> found_ms;
};

} // namespace

std::vector<double> IntervalScore::differences_ms() const {
    std::vector<double> all;
    for (const RecordInterval& record : records) {
        all.push_back(record.difference_ms());
    }
    return all;
}

std::vector<double> IntervalScore::usual_differences_ms() const {
    std::vector<double> all = differences_ms();
    const double mean = mean_of(all).value_or(0);
    std::sort(all.begin(), all.end(),
              [&](double a, double b) { return std::abs(a - mean) < std::abs(b - mean); });
    all.resize(static_cast<std::size_t>(std::floor(static_cast<double>(all.size()) * usual_share)));
    return all;
}

void score_global(GlobalScore& score, const std::string& record,
                  const std::vector<GlobalBeat>& reference, const std::vector<GlobalBeat>& found) {
    std::array<BothSides, interval_count> both;
    for (const GlobalBeat& beat : reference) {
        const GlobalBeat* partner = nearest(found, beat.centre);
        const GlobalBeat own = partner != nullptr ? *partner : GlobalBeat{};
        ++score.beats;
        score.found += partner != nullptr ? 1 : 0;
        for (std::size_t i = 0; i < interval_count; ++i) {
            const Time wanted = intervals_of(beat).at(i);
            const Time got = intervals_of(own).at(i);
            if (wanted && got) {
                both.at(i).reference_ms.push_back(*wanted);
                both.at(i).found_ms.push_back(*got);
            }
            score.intervals.at(i).reference_only += wanted && !got ? 1 : 0;
            score.intervals.at(i).found_only += got && !wanted ? 1 : 0;
        }
        for (std::size_t i = 0; i < score.point_errors_ms.size(); ++i) {
            if (const Time error = span_ms(edges_of(beat).at(i), edges_of(own).at(i))) {
                score.point_errors_ms.at(i).push_back(*error);
            }
        }
    }
    for (std::size_t i = 0; i < interval_count; ++i) {
        if (!both.at(i).reference_ms.empty()) {
            score.intervals.at(i).records.push_back(
                {record, *median_of(both.at(i).reference_ms), *median_of(both.at(i).found_ms)});
        }
    }
}

} // namespace ecg::accuracy
