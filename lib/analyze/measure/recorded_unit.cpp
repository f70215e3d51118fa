#include "analyze/measure/recorded_unit.hpp"

namespace ecg::analyze {
namespace {

void divide(std::optional<Millivolts>& amplitude, double scale) {
    if (amplitude) {
        amplitude->value /= scale;
    }
}

} // namespace

Measurements in_recorded_unit(Measurements measured, double scale) {
    for (LeadMeasurements& lead : measured.leads) {
        for (auto* amplitude : {&lead.p, &lead.q, &lead.r, &lead.s, &lead.r2, &lead.t, &lead.st_j,
                                &lead.st_60, &lead.st_80, &lead.st_uncertainty}) {
            divide(*amplitude, scale);
        }
    }
    divide(measured.p_terminal_v1.depth, scale);
    if (auto& force = measured.p_terminal_v1.force_mv_ms) {
        *force /= scale;
    }
    return measured;
}

std::vector<BeatMeasurements> in_recorded_unit(std::vector<BeatMeasurements> measured,
                                               double scale) {
    for (BeatMeasurements& beat : measured) {
        divide(beat.st_60_ii, scale);
    }
    return measured;
}

std::optional<MedianBeat> in_recorded_unit(std::optional<MedianBeat> beat, double scale) {
    if (beat) {
        for (std::vector<double>& lead : beat->leads) {
            for (double& sample : lead) {
                sample /= scale;
            }
        }
    }
    return beat;
}

} // namespace ecg::analyze
