// Order statistics that one outlier does not move.
#pragma once

#include <span>
#include <vector>

namespace ecg::dsp {

/// The value below which share (0 to 1) of the values lie, linear between neighbours.
/// Values must not be empty; the copy is reordered.
double quantile(std::vector<double> values, double share);

/// The middle value, or the mean of the two middle ones. Values must not be empty.
double median(std::vector<double> values);

/// Standard deviation as the median absolute deviation tells it: 1.4826 median |x - median|.
double robust_deviation(std::vector<double> values);

/// Mean of the values; they must not be empty.
double mean(std::span<const double> values);

/// Pearson's correlation of two series of one length; 0 when either is constant.
double correlation(std::span<const double> a, std::span<const double> b);

/// Intercept and slope of the least-squares line y = intercept + slope x. At least two x differ.
struct Line {
    double intercept{};
    double slope{};
};

Line fit_line(std::span<const double> x, std::span<const double> y);

} // namespace ecg::dsp
