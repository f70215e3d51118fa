// Which found point is which reference point: one to one, the closest pairs first.
#pragma once

#include "common/units.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace ecg::accuracy {

/// How far a found point may lie from the reference point that it is taken for [EC57].
inline constexpr Seconds match_window{0.15};

/// A reference point that was found.
struct Match {
    std::size_t found{}; ///< index
    double error_ms{};   ///< found minus reference
};

struct Matching {
    std::vector<std::optional<Match>> of_reference; ///< absent: missed
    std::vector<bool> used;                         ///< of the found points
};

/// Both lists in seconds, ascending.
Matching match_points(std::span<const double> reference, std::span<const double> found,
                      Seconds window = match_window);

} // namespace ecg::accuracy
