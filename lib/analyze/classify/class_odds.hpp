// From the signs of a beat to the log odds of its classes.
#pragma once

#include "analyze/classify/beat_signs.hpp"

#include <array>
#include <cstddef>

namespace ecg::analyze {

constexpr std::size_t class_hidden_count = 10;

/// One hidden layer of tanh, one output.
struct ClassNetwork {
    BeatSigns mean{};  ///< of each sign …
    BeatSigns scale{}; ///< … and one over its deviation
    std::array<BeatSigns, class_hidden_count> hidden{};
    std::array<float, class_hidden_count> hidden_bias{};
    std::array<float, class_hidden_count> output{};
    float output_bias = 0;
};

/// The natural logarithm of the odds.
double class_log_odds(const ClassNetwork& network, const BeatSigns& signs);

struct ClassNetworks {
    ClassNetwork ventricular; ///< that a beat comes from the ventricles
    ClassNetwork early;       ///< that one which does not comes too early
};

/// Learned by scripts/train-classes.
const ClassNetworks& trained_classes();

} // namespace ecg::analyze
