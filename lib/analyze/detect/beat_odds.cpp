#include "analyze/detect/beat_odds.hpp"

#include <cmath>

namespace ecg::analyze {
namespace {

/// tanh to 1e-4 by a quotient of polynomials, the same on every machine.
float soft_sign(float x) {
    x = x < -4.5F ? -4.5F : (x > 4.5F ? 4.5F : x);
    const float q = x * x;
    return x * (10395.0F + q * (1260.0F + q * 21.0F)) /
           (10395.0F + q * (4725.0F + q * (210.0F + q)));
}

} // namespace

float log_odds(const OddsNetwork& network, const Signs& signs) {
    Signs x{};
    for (std::size_t i = 0; i < sign_count; ++i) {
        x[i] = (signs[i] - network.mean[i]) * network.scale[i];
    }
    float sum = network.output_bias;
    for (std::size_t h = 0; h < hidden_count; ++h) {
        float in = network.hidden_bias[h];
        for (std::size_t i = 0; i < sign_count; ++i) {
            in += network.hidden[h][i] * x[i];
        }
        sum += network.output[h] * soft_sign(in);
    }
    return sum;
}

} // namespace ecg::analyze
