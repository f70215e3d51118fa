// A second detector of QRS complexes, of another kind than the first: one lead's curve length.
#pragma once

#include <cstddef>
#include <vector>

namespace ecg::analyze {

/// Indices of the peaks of curve length (over 0.13 s, rate_hz a second) that are above a third of
/// those before them, in order [zong-2003]. It learns from nothing but the lead itself.
std::vector<std::size_t> length_beats(const std::vector<float>& length, double rate_hz);

} // namespace ecg::analyze
