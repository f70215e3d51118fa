#include "accuracy/match_points.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace ecg::accuracy {
namespace {

constexpr double rounding = 1e-9; // seconds: a point on the edge of the window is inside

using Pair = std::tuple<double, std::size_t, std::size_t>; // distance, reference, found

std::vector<Pair> pairs_within(std::span<const double> reference, std::span<const double> found,
                               double window) {
    std::vector<Pair> pairs;
    for (std::size_t r = 0; r < reference.size(); ++r) {
        const auto first =
            std::lower_bound(found.begin(), found.end(), reference[r] - window - rounding);
        for (auto it = first; it != found.end() && *it <= reference[r] + window + rounding; ++it) {
            pairs.emplace_back(std::abs(*it - reference[r]), r,
                               static_cast<std::size_t>(it - found.begin()));
        }
    }
    return pairs;
}

} // namespace

Matching match_points(std::span<const double> reference, std::span<const double> found,
                      Seconds window) {
    Matching result{std::vector<std::optional<Match>>(reference.size()),
                    std::vector<bool>(found.size(), false)};
    std::vector<Pair> pairs = pairs_within(reference, found, window.count());
    std::sort(pairs.begin(), pairs.end());
    for (const auto& [distance, r, f] : pairs) {
        if (!result.of_reference[r] && !result.used[f]) {
            result.of_reference[r] = Match{f, 1000 * (found[f] - reference[r])};
            result.used[f] = true;
        }
    }
    return result;
}

} // namespace ecg::accuracy
