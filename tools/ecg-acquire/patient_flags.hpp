// The flags that say whose heart it is.
#pragma once

#include "model/patient.hpp"

#include <string>

namespace CLI {
class App;
}

namespace ecg {

/// --username, --full-name, --age and --sex.
void add_patient_flags(CLI::App& command, Patient& patient);

/// What the flags say over what a file of JSON says, whose "username" and "user" are those of a
/// session line. Throws Error{data} "path: why", also when it is larger than a person needs.
Patient person_of(const std::string& path, const Patient& flags);

} // namespace ecg
