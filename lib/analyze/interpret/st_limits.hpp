// How high ST may stand, by lead, sex and age.
#pragma once

#include "analyze/interpret/criteria.hpp"
#include "model/lead.hpp"
#include "model/patient.hpp"

namespace ecg::analyze {

/// The limit at J of the Fourth Universal Definition [thygesen-2018]. With sex or age unknown, the
/// strictest that may hold.
const Limit<Millivolts>& st_up_limit(Lead lead, const Patient& patient);

/// The same; with sex or age unknown, the one that holds for everybody. For alarms.
const Limit<Millivolts>& st_alarm_limit(Lead lead, const Patient& patient);

} // namespace ecg::analyze
