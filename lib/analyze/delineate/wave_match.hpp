// One beat against the mean beat: is the wave there, and how far has it moved.
#pragma once

#include "analyze/delineate/average_beat.hpp"
#include "model/beats.hpp"
#include "model/filtered_recording.hpp"

#include <cstddef>
#include <vector>

namespace ecg::analyze {

/// The samples of a wave in the mean beat, [from, to).
struct WaveReach {
    std::size_t from;
    std::size_t to;
};

/// Whether the stretch holds a wave that comes with every beat: the members repeat it beyond
/// chance; by far, where its look alone would rather not make it one (probability below 0.5), and
/// clearly, where the intervals are as uneven as in fibrillation (rr_spread, see AverageBeat). With
/// fewer than four members the look decides.
bool comes_with_the_beat(const std::vector<double>& repetitions, double probability,
                         double rr_spread);

/// Whether these, some beats on end, repeat a wave that comes with most of the beats.
bool still_comes(const std::vector<double>& repetitions);

/// The wave of the mean beat in one beat.
struct Match {
    bool there = true; ///< false when the beat speaks against it
    double shift = 0;  ///< samples, fractional; 0 when that cannot be told
};

/// A wave of a mean beat that is looked for in single beats. The mean beat must outlive it.
class WavePattern {
public:
    WavePattern(const AverageBeat& mean, WaveReach wave);

    /// How well each member of the mean beat repeats the wave of the others: 1 for a wave that is
    /// always there, about 0 for what averaging left of noise or f waves.
    [[nodiscard]] std::vector<double> repetition(const FilteredRecording& clean,
                                                 const Beats& beats) const;

    /// Looks for the wave in the beat at place (samples of clean), at most `most` samples to
    /// either side.
    [[nodiscard]] Match find(const FilteredRecording& clean, double place, std::size_t most) const;

    [[nodiscard]] WaveReach reach() const { return reach_; }

private:
    [[nodiscard]] std::vector<double> beside(const std::vector<double>& lead, double place,
                                             std::size_t steps) const;

    const AverageBeat& mean_;
    WaveReach reach_;
    std::size_t stride_;          ///< samples from one point to the next
    std::size_t points_;          ///< of a lead
    std::vector<double> samples_; ///< of each usable lead, without its mean
    double energy_ = 0;
};

} // namespace ecg::analyze
