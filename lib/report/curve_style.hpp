// How plots look: pens of their curves, colours of their areas.
#pragma once

#include "report/style.hpp"

namespace ecg::report::style {

inline constexpr TextStyle tick{2.1, grey};
inline constexpr TextStyle mark{2.3, ink, Weight::bold};

inline constexpr Pen frame{0.15, {0.55, 0.57, 0.60}};
inline constexpr Pen mark_line{0.15, alarm};
inline constexpr Pen curve{0.22, ink};
inline constexpr Pen lone_point{0.4, ink};
inline constexpr Pen second_curve{0.18, {0.80, 0.42, 0.05}};
inline constexpr Pen left_out_cross{0.15, {0.85, 0.45, 0.40}};
inline constexpr Pen ellipse{0.25, alarm};

inline constexpr Colour band{0.74, 0.82, 0.92}; ///< from the lowest value to the highest
inline constexpr Colour no_signal{0.90, 0.90, 0.91};
inline constexpr Colour rhythm_bar{0.36, 0.50, 0.68};
inline constexpr Colour event_bar{0.42, 0.44, 0.47};
inline constexpr Colour left_out{0.85, 0.45, 0.40};
inline constexpr Colour vlf_area{0.86, 0.87, 0.89};
inline constexpr Colour lf_area{0.66, 0.77, 0.90};
inline constexpr Colour hf_area{0.68, 0.85, 0.74};

} // namespace ecg::report::style
