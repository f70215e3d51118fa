// The flags that say whose heart it is.
#pragma once

#include "model/patient.hpp"

namespace CLI {
class App;
}

namespace ecg {

/// --username, --full-name, --age and --sex.
void add_patient_flags(CLI::App& command, Patient& patient);

} // namespace ecg
