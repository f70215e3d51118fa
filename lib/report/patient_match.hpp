// Whether two recordings are of one patient, as far as they say whose they are.
#pragma once

#include "model/recording.hpp"

#include <string>

namespace ecg::report {

enum class SamePatient { yes, no, unknown };

struct PatientMatch {
    SamePatient same = SamePatient::unknown;
    std::string reason; ///< "the IDs differ"; names nobody; "" for yes
};

/// No where IDs, names or sexes that both have differ, whatever the case of their letters and the
/// blanks between them; and where only the names tell, ages that the time between the two does not
/// explain. Yes where an ID or a name is the same; unknown where none is in both.
PatientMatch match_patients(const RecordingInfo& earlier, const RecordingInfo& later);

} // namespace ecg::report
