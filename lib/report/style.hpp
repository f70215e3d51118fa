// How the page looks: its colours, pens and letters.
#pragma once

#include "report/canvas.hpp"

namespace ecg::report::style {

inline constexpr Colour ink{0.08, 0.09, 0.11};
inline constexpr Colour grey{0.42, 0.44, 0.47};
inline constexpr Colour pale{0.78, 0.79, 0.81};
inline constexpr Colour alarm{0.72, 0.05, 0.10};
inline constexpr Colour white{1, 1, 1};

inline constexpr Pen fine_grid{0.06, {0.98, 0.83, 0.83}};
inline constexpr Pen heavy_grid{0.12, {0.93, 0.62, 0.62}};
inline constexpr Pen fine_grey_grid{0.06, {0.87, 0.87, 0.88}};
inline constexpr Pen heavy_grey_grid{0.12, {0.68, 0.69, 0.70}};
inline constexpr Pen table_rule{0.15, grey};
inline constexpr Pen trace{0.25, ink};
inline constexpr Pen superimposed{0.15, ink};
inline constexpr Pen separator{0.2, ink};
inline constexpr Pen hairline{0.1, pale};
inline constexpr Pen measure_bar{0.2, ink};
inline constexpr Pen episode_bar{0.3, grey};
inline constexpr Pen critical_bar{0.3, alarm};

/// Of the representative beat: its points, how sure they are, and the intervals between them.
inline constexpr Colour blue{0.10, 0.32, 0.66};
inline constexpr Colour uncertainty{0.60, 0.75, 0.97};
inline constexpr Pen point{0.08, blue};
inline constexpr Pen dimension_line{0.25, blue};
inline constexpr Pen zero_level{0.12, grey};
inline constexpr Pen cell_edge{0.12, grey};

/// The bold weight is the one font with its outlines stroked; of the em square.
inline constexpr double bold_stroke = 0.032;

inline constexpr TextStyle name{5.0, ink, Weight::bold};
inline constexpr TextStyle name_missing{5.0, grey};
inline constexpr TextStyle strong{2.9, ink, Weight::bold};
inline constexpr TextStyle body{2.9, ink};
inline constexpr TextStyle quiet{2.9, grey};
inline constexpr TextStyle heading{2.1, grey, Weight::bold};
inline constexpr TextStyle verdict{4.0, ink, Weight::bold};
inline constexpr TextStyle warning{2.9, alarm, Weight::bold};
inline constexpr TextStyle small_warning{2.4, alarm, Weight::bold};
inline constexpr TextStyle plate{2.7, white, Weight::bold};
inline constexpr TextStyle lead{3.2, ink, Weight::bold};
inline constexpr TextStyle lead_note{2.4, alarm};
inline constexpr TextStyle lead_time{2.2, grey};
inline constexpr TextStyle ventricular_beat{2.3, alarm, Weight::bold};
inline constexpr TextStyle other_beat{2.3, ink, Weight::bold};
inline constexpr TextStyle dimension{2.3, blue};
inline constexpr TextStyle small{2.3, ink};
inline constexpr TextStyle small_quiet{2.3, grey};

} // namespace ecg::report::style
