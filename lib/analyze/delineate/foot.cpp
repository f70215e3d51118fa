#include "analyze/delineate/foot.hpp"

#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ecg::analyze {
namespace {

constexpr double highest = 0.7; // of the peak: above, asin is steep
constexpr double lowest = 0.08; // … and below, the level is not known so well
constexpr double noise_factor = 2.5;
constexpr double level_step = 0.05;
constexpr double beyond_limit = 0.25; // of the way from peak to limit: the line may end there
constexpr double bump = 0.08;         // a rise that ends the flank: the neighbour's

} // namespace

std::optional<double> foot_of(std::span<const double> curve, std::size_t peak,
                              const LobeGround& ground) {
    const double height = curve[peak] - ground.level;
    if (height == 0 || peak == ground.limit) {
        return std::nullopt;
    }
    const int step = ground.limit < peak ? -1 : 1;
    const double floor = std::max(lowest, noise_factor * ground.noise / std::abs(height));
    std::vector<double> times;
    std::vector<double> phases;
    double wanted = highest;
    double before = 1;
    double smallest = 1;
    for (std::size_t i = peak; i != ground.limit;) {
        i = step < 0 ? i - 1 : i + 1;
        const double z = (curve[i] - ground.level) / height;
        while (wanted >= floor && z <= wanted) {
            const double back = before > z ? (wanted - z) / (before - z) : 0; // towards the peak
            times.push_back(static_cast<double>(i) - step * back);
            phases.push_back(std::asin(std::sqrt(wanted)));
            wanted -= level_step;
        }
        smallest = std::min(smallest, z);
        if (wanted < floor || z > smallest + bump) {
            break;
        }
        before = z;
    }
    if (times.size() < 3) {
        return std::nullopt;
    }
    const dsp::Line line = dsp::fit_line(phases, times);
    const double reach = std::abs(static_cast<double>(ground.limit) - static_cast<double>(peak));
    const double overshoot = step * (line.intercept - static_cast<double>(ground.limit));
    const bool beyond = overshoot > beyond_limit * reach;
    return step * line.slope < 0 && !beyond ? std::optional{line.intercept} : std::nullopt;
}

double departure(std::span<const double> curve, std::size_t start, double visible, double reach) {
    constexpr double highest_level = 3; // times visible …
    constexpr double step = 0.25;       // … in these steps
    std::vector<double> times;
    std::vector<double> roots;
    double wanted = 1;
    for (std::size_t i = std::max<std::size_t>(1, start);
         i < curve.size() && wanted <= highest_level; ++i) {
        const double before = std::sqrt(curve[i - 1] / visible);
        const double here = std::sqrt(curve[i] / visible);
        if (here < before && i > start) {
            break; // past the top of the first lobe
        }
        for (; wanted <= highest_level && here >= std::sqrt(wanted); wanted += step) {
            const double back = here > before ? (here - std::sqrt(wanted)) / (here - before) : 0;
            times.push_back(static_cast<double>(i) - std::min(back, 1.0));
            roots.push_back(std::sqrt(wanted));
        }
    }
    const auto first = static_cast<double>(start);
    if (times.size() < 3) {
        return first;
    }
    return std::clamp(dsp::fit_line(roots, times).intercept, first - reach, first);
}

} // namespace ecg::analyze
