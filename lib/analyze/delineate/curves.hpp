// Many leads as one curve: speed, distance from a level, or the strongest common direction.
#pragma once

#include "analyze/delineate/beat_waves.hpp"

#include <cstddef>
#include <vector>

namespace ecg::analyze {

/// A stretch of samples, [from, to).
struct Stretch {
    std::size_t from = 0;
    std::size_t to = 0;
};

/// Length of the vector of all leads' slopes, mV a sample, each slope over about 8 ms.
std::vector<double> speed_of(const LeadRows& rows);

/// Each lead's mean over a stretch.
std::vector<double> level_of(const LeadRows& rows, Stretch where);

/// Distance of the leads from level, mV, in the three strongest directions of the stretch, for
/// every sample of the rows.
std::vector<double> distance_from(const LeadRows& rows, const std::vector<double>& level,
                                  Stretch where);

/// The leads less level, along their strongest direction in the stretch, below 40 Hz, for every
/// sample of the rows.
std::vector<double> strongest_curve(const LeadRows& rows, const std::vector<double>& level,
                                    Stretch where);

/// The stretch of length samples inside where in which values have the smallest sum; the last
/// such one. where is at least that long.
Stretch quietest(const std::vector<double>& values, Stretch where, std::size_t length);

} // namespace ecg::analyze
