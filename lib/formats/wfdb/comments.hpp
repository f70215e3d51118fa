// What the comments of a WFDB header say of the patient.
#pragma once

#include "model/patient.hpp"

#include <string>
#include <vector>

namespace ecg::formats {

/// Age and sex from "69 M …", "Age: 74  Sex: M", "<age>: 51" and the like. An age that no one
/// reaches (PTB-XL writes 300 for "over 89") is absent.
Patient patient_in_comments(const std::vector<std::string>& comments);

} // namespace ecg::formats
