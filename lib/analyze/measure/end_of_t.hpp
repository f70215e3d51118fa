// Where the T wave of one lead ends by rules that anyone can check: by tangent and by threshold.
#pragma once

#include <optional>
#include <span>

namespace ecg::analyze {

/// What is known of a lead before its end of T is looked for; indices into the lead.
struct TWave {
    double onset = 0;    ///< of T as delineated
    double offset = 0;   ///< of T as delineated: a hump that peaks behind it is a U wave
    double limit = 0;    ///< where T is over for certain: the next wave, say
    double level_mv = 0; ///< of the ground
    double noise_mv = 0; ///< rms of white noise
    double rate_hz = 0;
    double recorded_hz = 0; ///< before resampling
};

struct EndOfT {
    /// Where the tangent to the steepest place of T's last limb meets the ground
    /// [lepeschkin-surawicz-1952]. Absent where T is flatter than 0.1 mV or than its noise, or does
    /// not come half-way down before the limit.
    std::optional<double> tangent;
    double tangent_uncertainty = 0; ///< standard, samples, of the noise alone
    /// Where the slope of the last limb has fallen to a fifth of its steepest [mclaughlin-1995];
    /// the ground does not matter. Absent where it does not before the limit.
    std::optional<double> threshold;
};

/// Inverted and biphasic waves have an end too: the last phase's.
EndOfT end_of_t(std::span<const double> lead, const TWave& wave);

} // namespace ecg::analyze
