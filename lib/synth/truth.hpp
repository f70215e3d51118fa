// What is exactly true of a synthetic ECG.
#pragma once

#include "common/units.hpp"
#include "model/beats.hpp"
#include "model/delineation.hpp"
#include "model/lead.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ecg::synth {

/// One beat: global fiducials (earliest onset, latest offset over the leads) from the model, not
/// from the samples.
struct TrueBeat {
    BeatClass label = BeatClass::N;
    Seconds r_peak{}; ///< peak of the R lobe
    Waves waves;      ///< p empty when the beat has no P of its own; points outside are absent
    /// At J, J+60 ms and J+80 ms against QRS onset, of the ventricular waves alone: without P
    /// waves, f waves and noise that may lie there.
    std::array<double, lead_count> st_j_mv{}, st_60_mv{}, st_80_mv{};
};

/// What an analysis should find, with the codes of Episode: first what goes through, stretch by
/// stretch (SR, SBRAD, STACH, SARRH, AFIB, AFLT, 2AVB1, 2AVB2, 2T1, HAVB, 3AVB, JR, AJR, SVTAC,
/// IVR, AIVR, NSVT, VT, VF, ASYS, PACE), each up to the first beat of the next; then, within these,
/// BIGU, TRIGU, VCPL, NSVT and PAUSE from beat to beat.
struct TrueEpisode {
    std::string code;
    Seconds onset{};
    Seconds offset{};
};

struct Truth {
    std::string id;                ///< of the recording
    double rate_hz = 0;            ///< of the recording
    std::int64_t samples = 0;      ///< of each lead
    std::vector<TrueBeat> beats;   ///< those whose R peak lies within the recording
    std::vector<Seconds> p_onsets; ///< every P that begins within it, conducted or not
    std::vector<TrueEpisode> episodes;
    std::string rhythm; ///< the code of what lasts longest, BIGU and TRIGU before what they break
    /// atan2(2 aVF/sqrt 3, I) of the areas from onset to offset of the wave in a normal beat.
    std::optional<Degrees> p_axis, qrs_axis, t_axis;
};

/// Means over the beats; absent where there is none to take them of.
struct TruthSummary {
    std::optional<BeatsPerMinute> heart_rate;        ///< 60 s over the mean RR of all beats
    std::optional<Milliseconds> rr;                  ///< mean of all beats
    std::optional<Milliseconds> p, pr, qrs, qt, qtc; ///< of the N beats; QTc by Bazett with rr
    std::optional<Milliseconds> sdnn, rmssd;         ///< of the intervals from N to N beat
    std::array<double, lead_count> st_j_mv{}, st_60_mv{}, st_80_mv{}; ///< of the N beats
};

TruthSummary summarise(const Truth& truth);

/// Appends the truth as JSON Lines ("ecg.truth/1"), the summary first, then the episodes, then
/// all else in order of time. Every line has "schema" and "kind". Times are s since sample 0, to
/// the microsecond; a key whose value is not known, or lies outside the recording, is absent.
///
/// "summary": recording, sampling_rate_hz, samples, duration_s, rhythm, beats (how many),
/// beats_by_class ({"N":9,"V":1}), p_waves (how many), heart_rate_bpm, rr_ms, p_ms, pr_ms, qrs_ms,
/// qt_ms, qtc_bazett_ms, p_axis_deg, qrs_axis_deg, t_axis_deg, sdnn_ms, rmssd_ms, and by lead name
/// ({"I":0, …}) st_j_mv, st_60_mv, st_80_mv: see TruthSummary.
///
/// "beat": class ("N" "S" "V" "F" "Q"), r_peak_s, r_peak_sample (index with its fraction),
/// p_onset_s, p_peak_s, p_offset_s, qrs_onset_s, qrs_offset_s (J), t_onset_s, t_peak_s,
/// t_offset_s, rr_ms (since the beat before), p_ms, pr_ms, qrs_ms, qt_ms, st_j_mv, st_60_mv,
/// st_80_mv (by lead name).
///
/// "episode": code, onset_s, offset_s; see TrueEpisode. All of them stand after the summary.
///
/// "p_wave": onset_s, of a P that belongs to no beat: blocked, dissociated, or its R is cut off.
void append_truth_lines(std::string& out, const Truth& truth);

} // namespace ecg::synth
