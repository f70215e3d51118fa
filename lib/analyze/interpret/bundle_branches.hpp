// Which way the ventricles are reached, by the shape of a wide QRS.
#pragma once

#include "analyze/interpret/interpret.hpp"
#include "model/lead.hpp"

#include <optional>

namespace ecg::analyze {

/// Left or right bundle branch block, complete or incomplete [surawicz-2009]; absent when the QRS
/// shows none, or when a lead that it takes was not measured.
std::optional<Finding> left_bundle_block(const Evidence& evidence);
std::optional<Finding> right_bundle_block(const Evidence& evidence);

/// QRS as wide as in a block, and the shape is not that of the right bundle branch: ST, T, Q and
/// voltage then follow from the way of conduction.
bool is_masked_by_conduction(const Evidence& evidence);

/// V1 to V3 with a complete right bundle branch block: ST and T go against its late R there.
bool is_masked_by_right_block(const Evidence& evidence, Lead lead);

} // namespace ecg::analyze
