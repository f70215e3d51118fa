// Step 6: intervals, amplitudes, ST, axes, QTc, rate; and, once the rhythm is named, its
// variability.
#pragma once

#include "model/beats.hpp"
#include "model/delineation.hpp"
#include "model/filtered_recording.hpp"
#include "model/measurements.hpp"
#include "model/rhythm.hpp"

#include <optional>
#include <vector>

namespace ecg::analyze {

/// Intervals from the dominant shape's mean beat, rates from all beats. What is absent stands in
/// `absences` with its reason.
Measurements measure_beats(const FilteredRecording& clean, const Beats& beats,
                           const DelineatedBeats& delineated);

/// ST and axis of every beat.
std::vector<BeatMeasurements> measure_each_beat(const FilteredRecording& clean,
                                                const DelineatedBeats& delineated);

/// Rate and RR of a list of beats, written into measured.
void measure_rates(Measurements& measured, const Beats& beats);

/// Heart rate variability of the beats that the sinus node times, written into measured with the
/// reasons for what is absent of it.
void measure_variability(Measurements& measured, const Beats& beats, const Rhythm& rhythm);

/// Rate correction and the reasons for what is absent, from what measured holds.
void complete(Measurements& measured);

/// The mean beat with its zero at QRS onset, for the page and the analysis line.
std::optional<MedianBeat> representative_beat(const FilteredRecording& clean,
                                              const DelineatedBeats& delineated);

} // namespace ecg::analyze
