// What is exactly true of a synthetic ECG.
#pragma once

#include "common/units.hpp"
#include "model/beats.hpp"
#include "model/delineation.hpp"
#include "model/lead.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace ecg::synth {

/// One beat: global fiducials (earliest onset, latest offset over the leads) from the model, not
/// from the samples.
struct TrueBeat {
    BeatClass label = BeatClass::N;
    Seconds r_peak{}; ///< peak of the R lobe
    Waves waves;      ///< waves.p empty when the beat has no P of its own
    std::array<double, lead_count> st_j_mv{}, st_60_mv{}, st_80_mv{}; ///< against QRS onset
};

struct Truth {
    std::vector<TrueBeat> beats;       ///< all within the recording
    std::vector<Seconds> p_onsets;     ///< every P, conducted or not
    std::string rhythm;                ///< "SR", "AFIB" … as in Episode::code
    std::optional<Degrees> p_axis, qrs_axis, t_axis; ///< of the net areas, normal beats
};

/// Appends the truth as JSON Lines: one summary line, then one a beat.
void append_truth_lines(std::string& out, const Truth& truth);

} // namespace ecg::synth
