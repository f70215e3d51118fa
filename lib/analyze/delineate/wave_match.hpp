// One beat against the mean beat: is the wave there, and how far has it moved.
#pragma once

#include "analyze/delineate/average_beat.hpp"
#include "model/beats.hpp"
#include "model/filtered_recording.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace ecg::analyze {

/// The samples of a wave in the mean beat, [from, to).
struct WaveReach {
    std::size_t from;
    std::size_t to;
};

/// How well each member of the mean beat repeats the wave of the others: 1 for a
/// wave that is always there, about 0 for what averaging left of noise or f waves.
std::vector<double> repetition(const FilteredRecording& clean, const Beats& beats,
                               const AverageBeat& mean, WaveReach wave);

/// Whether the stretch holds a wave that comes with every beat: the members repeat it beyond
/// chance; by far, where its look alone would rather not make it one (probability below 0.5), and
/// clearly, where the intervals are as uneven as in fibrillation (rr_spread, see AverageBeat). With
/// fewer than four members the look decides.
bool comes_with_the_beat(const std::vector<double>& repetitions, double probability,
                         double rr_spread);

/// The wave of the mean beat in one beat.
struct Match {
    bool there = true; ///< false when the beat speaks against it
    double shift = 0;  ///< samples, fractional; 0 when that cannot be told
};

/// Looks for the wave in the beat at place, at most `most` samples to either side.
Match match_wave(const FilteredRecording& clean, const AverageBeat& mean, double place,
                 WaveReach wave, std::size_t most);

} // namespace ecg::analyze
