// Leads by the names that a file gives its signals; where they stand means nothing.
#pragma once

#include "model/recording.hpp"

#include <string>
#include <vector>

namespace ecg::formats {

/// One lead a name, without samples. A second signal of the same name is kept as "II#2" and
/// counts as none of the twelve; a signal without a name is "signal 1", by its place.
std::vector<LeadSignal> name_leads(const std::vector<std::string>& names);

} // namespace ecg::formats
