// What a beat looks like in each lead: tables of lobes, turned to the wanted frontal axis.
#pragma once

#include "synth/block.hpp"
#include "synth/settings.hpp"

#include <cstddef>
#include <vector>

namespace ecg::synth {

/// A piece of a wave. Times are shares of the wave's duration.
struct ShapedLobe {
    double from = 0;
    double to = 1;
    Channels gain{}; ///< mV
};

/// The QRS and T of one way of conduction.
struct VentricularShape {
    std::vector<ShapedLobe> qrs;
    std::size_t main = 0; ///< the lobe whose peak is the beat's fiducial
    Channels t{};         ///< mV

    /// Where the fiducial lies, 0 to 1 of the QRS duration.
    [[nodiscard]] double peak() const { return (qrs[main].from + qrs[main].to) / 2; }
};

/// A conducted beat. Its frontal QRS loop is wide, but its net area points at exactly qrs_axis.
VentricularShape conducted_shape(const SynthSettings& settings);

/// A ventricular ectopic beat: axis 45 degrees further right, T opposite.
VentricularShape ectopic_shape(const SynthSettings& settings);

/// One of another origin: the opposite axis, upright in V1.
VentricularShape other_ectopic_shape(const SynthSettings& settings);

/// A beat that a pacemaker in the right ventricle's apex started: axis -65 degrees, QS in the
/// front.
VentricularShape paced_shape(const SynthSettings& settings);

/// Both at once, each at half its size; turns where the first does.
VentricularShape half_of_each(const VentricularShape& first, const VentricularShape& second);

/// The P wave, biphasic in V1.
std::vector<ShapedLobe> p_shape(const SynthSettings& settings);

} // namespace ecg::synth
