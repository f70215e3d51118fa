// The shapes of beats that a recording has shown so far.
#pragma once

#include "analyze/classify/beat_look.hpp"

#include <cstddef>
#include <vector>

namespace ecg::analyze {

/// Beats that look alike. What it holds of earlier minutes counts less.
struct BeatShape {
    int id = 0;
    BeatLook mean;
    double count = 0;     ///< of beats
    double spread_ms = 0; ///< see slope_spread_ms
    double earliness = 0; ///< mean natural logarithm of the interval before over the usual one …
    double timed = 0;     ///< … of so many beats
    double ventricular = 0; ///< mean log odds of its beats, of …
    double judged = 0;      ///< … so many
};

/// Keeps shapes from minute to minute and lets them follow slow changes.
class ShapeBank {
public:
    /// The shape of each look, as an index of shapes(): the one it resembles, or a new one. Older
    /// beats fade, and shapes not seen for long are forgotten.
    std::vector<std::size_t> sort(const std::vector<BeatLook>& looks);

    /// The narrowest of the frequent shapes that do not come early: bigeminy has as many ectopic
    /// beats as normal ones. An index of shapes(); 0 when there is none.
    [[nodiscard]] std::size_t dominant() const;

    [[nodiscard]] std::vector<BeatShape>& shapes() { return shapes_; }

    [[nodiscard]] const std::vector<BeatShape>& shapes() const { return shapes_; }

private:
    void forget();
    std::size_t join(const BeatLook& look);

    std::vector<BeatShape> shapes_;
    int next_id_ = 1;
};

} // namespace ecg::analyze
