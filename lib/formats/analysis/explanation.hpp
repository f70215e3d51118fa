// What was found, for a human eye: each statement and number with its why and how.
#pragma once

#include "model/analysis.hpp"

#include <string>

namespace ecg::formats {

/// Appends lines of plain text: the findings with their reasons and sources, then heart rate
/// variability with every setting behind it, and why what is absent is.
void append_explanation(std::string& out, const Analysis& analysis);

} // namespace ecg::formats
