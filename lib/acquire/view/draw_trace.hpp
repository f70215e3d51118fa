// One lead as a trace of dots, two wide and four high in each character.
#pragma once

#include "acquire/view/picture.hpp"
#include "acquire/view/sweep.hpp"
#include "common/units.hpp"

#include <vector>

namespace ecg::acquire {

/// Where on the picture, in characters.
struct TraceBox {
    int row = 0, column = 0;
    int rows = 0, columns = 0;
};

struct TraceScale {
    double centre = 0;        ///< mV, in the middle of the box
    Millivolts per_line{0.5}; ///< the height of a character
    bool braille = true;      ///< else ASCII
};

/// Two columns of dots for each of the box. Lost samples are a shade over the whole height, a lead
/// without contact says so in words, and a trace that lies beyond the box an arrow at its edge.
void draw_trace(Picture& picture, const TraceBox& box, const std::vector<DotColumn>& columns,
                const TraceScale& scale);

} // namespace ecg::acquire
