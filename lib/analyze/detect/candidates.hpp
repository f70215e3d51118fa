// Moments that may be QRS complexes, and what speaks for and against each.
#pragma once

#include "analyze/detect/activity.hpp"
#include "common/units.hpp"

#include <array>
#include <cstddef>
#include <vector>

namespace ecg::analyze {

constexpr Seconds refractory{0.2}; // 300 a minute

constexpr std::size_t sign_count = 25;
/// What is seen of one candidate, every value without unit and of order one.
using Signs = std::array<float, sign_count>;

/// Indices of the peaks of activity.total that are worth a look, in order.
std::vector<std::size_t> find_candidates(const Activity& activity);

/// Log odds by height over the local level alone, and by the T wave's usual place and height.
std::vector<float> first_odds(const Activity& activity, const std::vector<std::size_t>& candidates);

/// Which candidates (indices into the list) are beats: the choice with the largest sum of log
/// odds whose members keep the refractory period.
std::vector<std::size_t> choose_beats(const Activity& activity,
                                      const std::vector<std::size_t>& candidates,
                                      const std::vector<float>& odds);

/// The largest of the values within so many samples of an index.
float most_near(const std::vector<float>& values, std::size_t index, std::size_t reach);

/// The fused leads, each weighed by how far the likely beats stand out of it.
Activity weighed_activity(const FilteredRecording& clean);

/// The signs of each candidate, in the light of the beats that earlier odds would choose.
std::vector<Signs> describe_candidates(const Activity& activity,
                                       const std::vector<std::size_t>& candidates,
                                       const std::vector<float>& odds);

} // namespace ecg::analyze
