// Beats sorted by the look of their QRS complexes.
#pragma once

#include "model/beats.hpp"
#include "model/filtered_recording.hpp"

#include <vector>

namespace ecg::analyze {

/// Beats that look alike.
struct Shape {
    std::vector<double> mean; ///< of all usable leads, one after the other, every 8 ms
    std::size_t count = 0;
    double spread_ms = 0; ///< how far its slopes reach around their centre: broad beats have more
};

struct SortedBeats {
    std::vector<Shape> shapes;
    std::vector<std::size_t> shape_of; ///< by beat
};

/// Each beat joins the first shape that it correlates with, or founds one.
SortedBeats sort_by_shape(const FilteredRecording& clean, const Beats& beats);

} // namespace ecg::analyze
