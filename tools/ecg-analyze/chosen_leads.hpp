// Which leads of a recording are analysed when the user names some.
#pragma once

#include "model/recording.hpp"

#include <string>
#include <vector>

namespace ecg {

/// Takes all but the named leads out of recording, whose order stays. A name is the lead's own or,
/// in any spelling, a standard lead's; "first" is the recording's first. No names: all stay.
/// Throws Error{data} "subject: has no lead X, only I, II" for a lead that is not there.
void keep_leads(Recording& recording, const std::vector<std::string>& names,
                const std::string& subject);

} // namespace ecg
