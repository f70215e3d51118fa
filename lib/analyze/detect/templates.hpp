// How beats of the record look, to compare a candidate with.
#pragma once

#include "analyze/detect/activity.hpp"

#include <array>
#include <vector>

namespace ecg::analyze {

/// Up to two shapes over all leads: the dominant one and that of the beats that differ from it.
class Templates {
public:
    /// Learned from the beats at these indices of activity.
    Templates(const Activity& activity, const std::vector<std::size_t>& beats);

    /// Correlation with each shape, the best within a few samples; 0 where there is no shape.
    [[nodiscard]] std::array<float, 2> match(std::size_t index);

private:
    using Shape = std::vector<float>;

    [[nodiscard]] Shape cut(std::size_t index) const;
    [[nodiscard]] Shape mean_of(const std::vector<Shape>& shapes) const;

    const Activity& activity_;
    std::size_t half_;
    std::array<Shape, 2> known_;
    Shape scratch_;
};

} // namespace ecg::analyze
