#include "analyze/classify/class_odds.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::analyze {

double class_log_odds(const ClassNetwork& network, const BeatSigns& signs) {
    constexpr float farthest = 5; // deviations, as it learned
    BeatSigns x{};
    for (std::size_t i = 0; i < beat_sign_count; ++i) {
        x[i] = std::clamp((signs[i] - network.mean[i]) * network.scale[i], -farthest, farthest);
    }
    double sum = network.output_bias;
    for (std::size_t h = 0; h < class_hidden_count; ++h) {
        double in = network.hidden_bias[h];
        for (std::size_t i = 0; i < beat_sign_count; ++i) {
            in += static_cast<double>(network.hidden[h][i] * x[i]);
        }
        sum += network.output[h] * std::tanh(in);
    }
    return sum;
}

} // namespace ecg::analyze
