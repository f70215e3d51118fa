#include "report/path_points.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ecg::report {
namespace {

constexpr double tolerance = 1; // units

/// The slopes at which a line from one point passes close to all points after it.
class Sleeve {
public:
    explicit Sleeve(UnitPoint from) : from_{from} {}

    /// Whether a line to that point passes all before it closely enough; it is one of them then.
    bool reaches(UnitPoint to) {
        const auto dx = static_cast<double>(to.x - from_.x);
        if (dx <= 0) { // nothing is left out behind a step up, down or back
            least_ = std::numeric_limits<double>::infinity();
            return false;
        }
        const auto dy = static_cast<double>(to.y - from_.y);
        const double slope = dy / dx;
        if (slope < least_ || slope > greatest_) {
            return false;
        }
        least_ = std::max(least_, (dy - tolerance) / dx);
        greatest_ = std::min(greatest_, (dy + tolerance) / dx);
        return true;
    }

private:
    UnitPoint from_;
    double least_ = -std::numeric_limits<double>::infinity();
    double greatest_ = std::numeric_limits<double>::infinity();
};

} // namespace

long units(double mm) {
    return std::lround(mm * units_per_mm);
}

std::vector<UnitPoint> path_points(std::span<const Point> points) {
    std::vector<UnitPoint> kept;
    if (points.empty()) {
        return kept;
    }
    UnitPoint last{units(points.front().x), units(points.front().y)};
    kept.push_back(last);
    Sleeve sleeve{last};
    for (const Point& point : points.subspan(1)) {
        const UnitPoint next{units(point.x), units(point.y)};
        if (next == last) {
            continue;
        }
        if (!sleeve.reaches(next)) {
            if (last != kept.back()) {
                kept.push_back(last);
            }
            sleeve = Sleeve{last};
            sleeve.reaches(next);
        }
        last = next;
    }
    if (last != kept.back()) {
        kept.push_back(last);
    }
    return kept;
}

} // namespace ecg::report
