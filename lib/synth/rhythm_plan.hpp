// When each P wave and each beat of a rhythm comes.
#pragma once

#include "model/beats.hpp"
#include "synth/settings.hpp"

#include <optional>
#include <vector>

namespace ecg::synth {

enum class BeatKind { conducted, ectopic };

/// Times in s since the start.
struct PlannedBeat {
    BeatKind kind = BeatKind::conducted;
    BeatClass label = BeatClass::N;
    std::optional<double> p_onset; ///< of its own P
    double qrs_onset = 0;
    double r_peak = 0;
    double j = 0;
    double t_offset = 0;
};

struct RhythmPlan {
    std::vector<PlannedBeat> beats; ///< in order; a few lie beyond the end of the recording
    std::vector<double> p_onsets;   ///< every P, in order
};

/// How the beats of one kind lie in time, s.
struct KindTiming {
    double qrs = 0;
    double r_delay = 0; ///< from QRS onset to R peak
    double qt = 0;      ///< where nothing cuts it
};

struct BeatTiming {
    double pr = 0; ///< s
    KindTiming conducted, ectopic;
    bool qt_yields_to_p = true; ///< QT was not set by hand
};

/// The shortest time from J to the end of T, s.
inline constexpr double shortest_jt = 0.08;

RhythmPlan plan_rhythm(const SynthSettings& settings, const BeatTiming& timing);

} // namespace ecg::synth
