#include "analyze/filter/usual_scale.hpp"

#include "analyze/filter/signal_quality.hpp"
#include "dsp/statistics.hpp"

#include <cmath>

namespace ecg::analyze {

double usual_scale(std::vector<double> heights) {
    std::erase(heights, 0.0); // flat leads
    const double median = heights.empty() ? 1 : dsp::median(heights);
    if (median >= smallest_height.value && median <= largest_height.value) {
        return 1;
    }
    return std::pow(10, std::round(-std::log10(median)));
}

} // namespace ecg::analyze
