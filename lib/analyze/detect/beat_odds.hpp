// From the signs of a candidate to the log odds that it is a QRS complex.
#pragma once

#include "analyze/detect/candidates.hpp"

#include <array>
#include <vector>

namespace ecg::analyze {

constexpr std::size_t hidden_count = 16;

/// One hidden layer of tanh, one output.
struct OddsNetwork {
    std::array<float, sign_count> mean{};  ///< of each sign …
    std::array<float, sign_count> scale{}; ///< … and one over its deviation
    std::array<std::array<float, hidden_count>, sign_count> hidden{}; ///< by sign, then unit
    std::array<float, hidden_count> hidden_bias{};
    std::array<float, hidden_count> output{};
    float output_bias = 0;
};

/// The natural logarithm of the odds.
float log_odds(const OddsNetwork& network, const Signs& signs);

/// Learned by scripts/train-detector from the first halves of MIT-BIH and LUDB.
const OddsNetwork& trained_network();

} // namespace ecg::analyze
