// Electrical axis in the frontal plane.
#pragma once

#include "common/units.hpp"

#include <optional>

namespace ecg::analyze {

/// Direction of a wave from its net areas (or amplitudes) in leads I and aVF, atan2(2 aVF / sqrt 3,
/// I): the factor makes up for the augmented lead's shorter axis. -180 to 180 degrees, 0 to the
/// left, 90 down. Absent when both are below least: no direction stands out.
std::optional<Degrees> frontal_axis(double i, double avf, double least);

} // namespace ecg::analyze
