#include "analyze/measure/axis.hpp"

#include <cmath>
#include <numbers>

namespace ecg::analyze {

std::optional<Degrees> frontal_axis(double i, double avf, double least) {
    const double down = 2 * avf / std::numbers::sqrt3;
    if (std::hypot(i, down) <= least) {
        return std::nullopt;
    }
    return Degrees{std::atan2(down, i) * 180 / std::numbers::pi};
}

} // namespace ecg::analyze
