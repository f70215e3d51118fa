#include "analyze/detect/beat_odds.hpp"

#include "dsp/any_width.hpp"

namespace ecg::analyze {
namespace {

/// The hidden units, calculated with at once.
using Units = float
    __attribute__((vector_size(hidden_count * sizeof(float)), aligned(sizeof(float)), may_alias));

} // namespace

ECG_ANY_WIDTH float log_odds(const OddsNetwork& network, const Signs& signs) {
    Units sums = *reinterpret_cast<const Units*>(network.hidden_bias.data());
    for (std::size_t i = 0; i < sign_count; ++i) {
        const float x = (signs[i] - network.mean[i]) * network.scale[i];
        sums += *reinterpret_cast<const Units*>(network.hidden[i].data()) * x;
    }
    // tanh to 1e-4 by a quotient of polynomials, the same on every machine
    const Units most = Units{} + 4.5F;
    const Units above = sums < -most ? -most : sums;
    const Units x = above > most ? most : above;
    const Units q = x * x;
    const Units units =
        x * (10395.0F + q * (1260.0F + q * 21.0F)) / (10395.0F + q * (4725.0F + q * (210.0F + q)));
    float sum = network.output_bias;
    for (std::size_t h = 0; h < hidden_count; ++h) {
        sum += network.output[h] * units[h];
    }
    return sum;
}

} // namespace ecg::analyze
