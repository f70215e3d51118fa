// Whether the uncertainties that the analysis states are right.
#pragma once

#include "accuracy/calibration.hpp"
#include "accuracy/validation/section.hpp"
#include "model/analysis.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ecg::accuracy {

/// The points of one lead, or the global ones, with their uncertainties.
UncertainPoints uncertain_points(const Analysis& analysis, std::optional<std::size_t> lead);

/// The index of the lead that score-waves lines call so; absent when it was not analysed.
std::optional<std::size_t> lead_index(const Analysis& analysis, const std::string& scorer_name);

/// A row a kind of point or interval that was found at all, by their names.
std::string calibration_table(std::span<const Calibration> all, std::span<const char* const> names);

/// Within 8 points of 68 %, for each kind that was found at all. whose: "of a lead".
std::vector<Outcome> calibration_outcomes(const std::string& task, std::span<const Calibration> all,
                                          std::span<const char* const> names,
                                          const std::string& whose);

} // namespace ecg::accuracy
