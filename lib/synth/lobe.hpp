// The brick of every wave: a shape that is exactly zero outside its own time.
#pragma once

#include "synth/block.hpp"
#include "synth/exact_math.hpp"
#include "synth/settings.hpp"

#include <cstdint>
#include <span>

namespace ecg::synth {

/// A bump rises from `from`, peaks and is zero again at `to`. A plateau (the ST level) rises
/// until `top`, stays until `fade` and is zero again at `to`. Times are s since the start.
struct Lobe {
    enum class Kind { bump, plateau };

    double from = 0;
    double to = 0;
    Channels gain{}; ///< height in mV
    Kind kind = Kind::bump;
    EdgeShape edges = EdgeShape::soft; ///< of a bump
    double skew = 0;                   ///< of a bump: 0 to 1, the more the later its peak
    double top = 0;
    double fade = 0;
};

/// Where in its time, 0 to 1, a bump of this skew peaks.
double peak_of(double skew);

/// The height at time t as a share of the gain.
double height_at(const Lobe& lobe, double t);

/// The integral of height_at over time from a to b, s.
double area_of(const Lobe& lobe, double a, double b);

/// Adds lobe to all channels of block.
void add_lobe(Block& block, const Lobe& lobe, double rate);

} // namespace ecg::synth
