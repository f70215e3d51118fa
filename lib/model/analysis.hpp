// All that the pipeline learned of one recording.
#pragma once

#include "model/beats.hpp"
#include "model/between_beats.hpp"
#include "model/delineation.hpp"
#include "model/electrodes.hpp"
#include "model/filtered_recording.hpp"
#include "model/findings.hpp"
#include "model/measurements.hpp"
#include "model/rhythm.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ecg {

struct Analysis {
    RecordingInfo info;
    double rate_hz = 0;       ///< of the recording
    std::int64_t samples = 0; ///< per lead
    Beats beats;
    Delineation waves;                               ///< one entry a beat
    std::vector<BeatMeasurements> beat_measurements; ///< one entry a beat, or none at all
    BetweenBeats between;
    Measurements measurements;
    std::optional<MedianBeat> median_beat;
    Rhythm rhythm;
    Findings findings;
    std::string criteria; ///< version of the limits behind the findings; "" when not told
    std::vector<LeadQuality> quality;
    std::vector<Electrode> electrodes; ///< those that the leads are taken from
    FilterSummary filters;
    bool complete = true; ///< false when the input was cut in the middle of a line or frame
};

} // namespace ecg
