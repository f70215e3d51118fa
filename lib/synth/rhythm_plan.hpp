// When each P wave and each beat of a rhythm comes.
#pragma once

#include "model/beats.hpp"
#include "synth/settings.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace ecg::synth {

/// fusion: half conducted, half ectopic.
enum class BeatKind { conducted, ectopic, other_ectopic, paced, fusion };

inline constexpr std::size_t beat_kinds = 5;

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

/// A stretch of one rhythm, s.
struct PlannedSpan {
    RhythmKind rhythm = RhythmKind::sinus;
    double begin = 0;
    double end = 0;
    std::size_t first_beat = 0; ///< index of its first, or of the next one when it has none
};

/// All in order; a few beats and waves lie beyond the end of the recording.
struct RhythmPlan {
    std::vector<PlannedSpan> spans;
    std::vector<PlannedBeat> beats;
    std::vector<double> p_onsets; ///< every P
    std::vector<double> spikes;   ///< of a pacemaker
};

/// How the beats of one kind lie in time, s.
struct KindTiming {
    double qrs = 0;
    double r_delay = 0; ///< from QRS onset to R peak
    double qt = 0;      ///< where nothing cuts it
};

struct BeatTiming {
    double pr = 0; ///< s
    std::array<KindTiming, beat_kinds> kinds{};
    bool qt_yields_to_p = true; ///< QT was not set by hand

    [[nodiscard]] const KindTiming& of(BeatKind kind) const {
        return kinds[static_cast<std::size_t>(kind)];
    }
};

/// The shortest time from J to the end of T, s.
inline constexpr double shortest_jt = 0.08;

/// around: of the sinus beats before and after the spell.
RhythmPlan plan_rhythm(const SynthSettings& settings, const BeatTiming& timing,
                       const BeatTiming& around);

/// The moments when the rhythm of settings.spell begins and ends; from 0 to the end without one.
PlannedSpan spell_of(const SynthSettings& settings);

} // namespace ecg::synth
