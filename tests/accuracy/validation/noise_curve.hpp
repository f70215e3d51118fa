// Errors over the ratio of signal to noise: more noise must never help.
#pragma once

#include "accuracy/validation/request.hpp"
#include "accuracy/validation/section.hpp"
#include "model/recording.hpp"

namespace ecg::accuracy {

/// From 8 dB down to -2 dB by 1 dB, the first lead of mitdb. Throws Error{data}.
Section noise_curve(const Request& request, const Recording& noise);

/// By how much one count of errors is lower than another, in standard deviations of what chance
/// makes of two such counts; 0 where both are none.
double gain_over_chance(double errors_before, double errors_after);

} // namespace ecg::accuracy
