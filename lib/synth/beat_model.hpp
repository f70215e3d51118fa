// The waves of planned beats, and what is exactly true of them.
#pragma once

#include "synth/beat_shapes.hpp"
#include "synth/lobe.hpp"
#include "synth/rhythm_plan.hpp"
#include "synth/settings.hpp"

#include <array>
#include <vector>

namespace ecg::synth {

class BeatModel {
public:
    explicit BeatModel(const SynthSettings& settings);

    [[nodiscard]] const BeatTiming& timing() const { return timing_; }

    /// Of the sinus beats before and after the spell.
    [[nodiscard]] const BeatTiming& timing_around() const { return around_; }

    /// Duration of P, s.
    [[nodiscard]] double p_duration() const { return p_; }

    /// Of lead II from the onset of a conducted QRS to J.
    [[nodiscard]] Millivolts qrs_rms() const;

    [[nodiscard]] double t_onset(const PlannedBeat& beat) const;
    [[nodiscard]] double t_peak(const PlannedBeat& beat) const;

    /// Appends QRS, ST and T.
    void append_ventricular(std::vector<Lobe>& lobes, const PlannedBeat& beat) const;

    /// Appends the P that begins at onset.
    void append_p(std::vector<Lobe>& lobes, double onset) const;

private:
    EdgeShape edges_;
    double p_;
    Channels st_;
    double t_share_; ///< of the time from J to the end of T
    double t_skew_;
    std::vector<ShapedLobe> p_shape_;
    std::array<VentricularShape, beat_kinds> shapes_;
    BeatTiming timing_;
    BeatTiming around_;
};

/// mV of the sum of lobes at time t, by channel.
Channels level_at(const std::vector<Lobe>& lobes, double t);

/// mV s between a and b, by channel.
Channels area_between(const std::vector<Lobe>& lobes, double a, double b);

} // namespace ecg::synth
