// Figures of a list of errors; absent where the list is too short for them.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace ecg::accuracy {

std::optional<double> mean_of(std::span<const double> values);
/// With n - 1; from two values on.
std::optional<double> sd_of(std::span<const double> values);
std::optional<double> mean_size(std::span<const double> values);
/// The size that nine of ten do not exceed.
std::optional<double> size_90(std::span<const double> values);
/// The mean of the two in the middle where the count is even.
std::optional<double> median_of(std::vector<double> values);

} // namespace ecg::accuracy
