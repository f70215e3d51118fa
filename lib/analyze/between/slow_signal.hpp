// The leads at the rate that P waves and slower ones need.
#pragma once

#include "model/beats.hpp"
#include "model/delineation.hpp"
#include "model/filtered_recording.hpp"

#include <cstddef>
#include <vector>

namespace ecg::analyze {

/// Some sixty samples a second of at most six usable leads, those that show the atria best first.
struct SlowSignal {
    double rate_hz = 0;
    Seconds start{};
    std::vector<std::vector<double>> leads; ///< mV
    std::vector<std::size_t> lead_of;       ///< which of the recording's each is
    std::vector<bool> in_qrs;               ///< by sample

    [[nodiscard]] std::size_t size() const { return in_qrs.size(); }

    [[nodiscard]] Seconds time_of(double index) const { return start + Seconds{index / rate_hz}; }

    /// The sample nearest to time, moved inside.
    [[nodiscard]] std::size_t sample_at(Seconds time) const;
};

/// Without any in_qrs.
SlowSignal slow_signal(const FilteredRecording& clean);

/// A QRS reaches a little beyond its marks; where it has none, over a usual width.
void mark_qrs(SlowSignal& signal, const Beats& beats, const Delineation& waves);

/// The leads without what comes with the beats of each shape, from QRS to the end of T: what is
/// left is atrial, or not of the heart. Fewer than three beats of a shape stay, as
/// do those that the next beat follows much sooner than usual.
std::vector<std::vector<double>> without_beats(const SlowSignal& signal, const Beats& beats,
                                               const Delineation& waves);

} // namespace ecg::analyze
