// Samples as whole numbers: of microvolts, or of whatever decimals they were written with.
#pragma once

#include "serve/store/waveform_codec.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace ecg::serve {

inline constexpr int most_decimals = 9;

struct MissingStretch {
    std::size_t start, length;
};

/// The samples of all leads one behind another: value / 10^decimals.
struct GridNumbers {
    int decimals = 0;
    std::vector<std::int64_t> values;    ///< where a sample is missing, that before it
    std::vector<MissingStretch> missing; ///< in order
};

/// With as few decimals as make every sample again, from 3 on. Absent when none up to
/// most_decimals does.
std::optional<GridNumbers> find_grid(const std::vector<LeadSamples>& leads);

/// How many bytes hold each of the numbers: 2, 4 or 8.
int width_of(const GridNumbers& numbers);

/// Fills the samples of leads, whose number is that of the values.
void put_on_leads(const GridNumbers& numbers, std::vector<LeadSamples>& leads);

} // namespace ecg::serve
