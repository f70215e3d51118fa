// Where a curve turns by more than its noise.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace ecg::analyze {

/// A peak or a trough between two stretches that each rise or fall by more than the least.
struct TurningPoint {
    std::size_t index = 0;
    bool peak = true; ///< else a trough
    double depth = 0; ///< the smaller of the two changes beside it
};

/// Peaks and troughs in turn, of which each differs by least or more from its neighbours and from
/// the values that follow the last. The first and the last value are none.
std::vector<TurningPoint> turning_points(std::span<const double> values, double least);

} // namespace ecg::analyze
