// A smooth curve through unevenly spaced points.
#pragma once

#include <span>
#include <vector>

namespace ecg::dsp {

/// The natural cubic spline through (x[i], y[i]), read at each of wanted, which must not leave
/// x.front() .. x.back(). x must rise strictly; with two points it is a straight line.
std::vector<double> cubic_spline(std::span<const double> x, std::span<const double> y,
                                 std::span<const double> wanted);

} // namespace ecg::dsp
