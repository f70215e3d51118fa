// A short mark of what a report is of, which tells two prints apart.
#pragma once

#include "model/analysis.hpp"
#include "model/recording.hpp"

#include <string>

namespace ecg::report {

/// Eight hexadecimal digits of the samples, of whose they are and when they were taken, and of the
/// values and findings: the same on every print of them, whatever its layout, and another one where
/// any of them differs. It guards against mix-ups, not against forgery.
std::string content_mark(const Recording& recording, const Analysis* analysis);

} // namespace ecg::report
