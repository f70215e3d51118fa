// The directions in which many signals move together; the door to Eigen.
#pragma once

#include <span>
#include <vector>

namespace ecg::dsp {

/// The count strongest orthonormal directions of rows (one row a signal, all equally long) by
/// energy about zero, strongest first; fewer when there are fewer rows. Each has one weight a
/// row and its largest weight positive.
std::vector<std::vector<double>>
principal_directions(const std::vector<std::span<const double>>& rows, std::size_t count);

} // namespace ecg::dsp
