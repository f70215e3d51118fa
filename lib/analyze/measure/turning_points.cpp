#include "analyze/measure/turning_points.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::analyze {
namespace {

/// Highest and lowest value since the last turn.
struct Extremes {
    std::size_t high = 0;
    std::size_t low = 0;
};

/// The depth of each turn from what lies between its neighbours.
void set_depths(std::vector<TurningPoint>& turns, std::span<const double> values) {
    for (std::size_t i = 0; i < turns.size(); ++i) {
        const std::size_t first = i == 0 ? 0 : turns[i - 1].index;
        const std::size_t last = i + 1 < turns.size() ? turns[i + 1].index : values.size() - 1;
        const double here = values[turns[i].index];
        double before = 0;
        double behind = 0;
        for (std::size_t k = first; k <= last; ++k) {
            double& change = k < turns[i].index ? before : behind;
            change = std::max(change, std::abs(values[k] - here));
        }
        turns[i].depth = std::min(before, behind);
    }
}

} // namespace

std::vector<TurningPoint> turning_points(std::span<const double> values, double least) {
    std::vector<TurningPoint> turns;
    Extremes seen;
    bool rising = true;
    bool known = false; // whether it rises or falls
    for (std::size_t k = 1; k < values.size(); ++k) {
        seen.high = values[k] > values[seen.high] ? k : seen.high;
        seen.low = values[k] < values[seen.low] ? k : seen.low;
        const bool fell = values[seen.high] - values[k] >= least && seen.high < k;
        const bool rose = values[k] - values[seen.low] >= least && seen.low < k;
        if (fell && (rising || !known)) {
            if (seen.high > 0) {
                turns.push_back({seen.high, true, 0});
            }
            rising = false;
            known = true;
            seen.low = k;
        } else if (rose && (!rising || !known)) {
            if (seen.low > 0) {
                turns.push_back({seen.low, false, 0});
            }
            rising = true;
            known = true;
            seen.high = k;
        }
    }
    set_depths(turns, values);
    if (!turns.empty() && turns.front().depth < least) { // nothing was before it
        turns.erase(turns.begin());
    }
    return turns;
}

} // namespace ecg::analyze
