// What a file needs of a line: its points in whole units, without those that no print could show.
#pragma once

#include "report/canvas.hpp"

#include <span>
#include <vector>

namespace ecg::report {

/// Whole numbers, which halve a file.
inline constexpr double units_per_mm = 100;

struct UnitPoint {
    long x = 0;
    long y = 0;

    friend bool operator==(const UnitPoint&, const UnitPoint&) = default;
};

/// mm in units.
long units(double mm);

/// The same in units. Points that fall on one unit are one. Where the line runs to the right, as a
/// trace does, points are left out that lie no more than a unit, half a dot of 1200 dpi, above or
/// below the line without them.
std::vector<UnitPoint> path_points(std::span<const Point> points);

} // namespace ecg::report
