// The groups of rules behind interpret(): each says what it can from the evidence.
#pragma once

#include "analyze/interpret/interpret.hpp"

#include <optional>
#include <string>

namespace ecg::analyze {

/// Adult limits hold: the age is not known to be below 16 years.
bool is_adult(const Evidence& evidence);

/// The rate of samples carries the width of QRS and Q, and the ST segment.
bool has_bandwidth(const Evidence& evidence);

/// Sinus rhythm of any rate prevails.
bool is_sinus(const Evidence& evidence);

/// The shape is the mean of beats enough to tell it from noise.
bool has_enough_beats(const Evidence& evidence);

/// Statements on the shape of QRS, ST and T may be made: of an adult, of a recording with the
/// bandwidth, of beats enough, and of beats that do not come from the ventricles.
bool can_judge_shape(const Evidence& evidence);

Findings quality_findings(const Evidence& evidence);
Findings rhythm_findings(const Evidence& evidence);
Findings ectopy_findings(const Evidence& evidence);
Findings interval_findings(const Evidence& evidence);
Findings axis_findings(const Evidence& evidence);
Findings conduction_findings(const Evidence& evidence);
Findings hypertrophy_findings(const Evidence& evidence);
Findings st_findings(const Evidence& evidence);
Findings infarct_findings(const Evidence& evidence);
Findings t_findings(const Evidence& evidence);
Findings electrode_findings(const Evidence& evidence);

/// What in ST, T or Q of one lead, though it makes no finding, forbids to call the ECG normal, or
/// what of them was not measured in one of the twelve leads; absent when there is nothing.
std::optional<std::string> unusual_morphology(const Evidence& evidence);

/// "Normal ECG" or "Otherwise normal ECG", when all that it takes was measured and within its
/// limits, and findings hold nothing against it; else absent.
std::optional<Finding> overall_finding(const Evidence& evidence, const Findings& findings);

} // namespace ecg::analyze
