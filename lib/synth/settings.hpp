// What a synthetic ECG should be like.
#pragma once

#include "common/units.hpp"
#include "model/lead.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ecg::synth {

enum class RhythmKind {
    sinus,
    atrial_fibrillation,
    atrial_flutter,          ///< a whole number of waves, near 300 a minute, to each beat
    atrial_flutter_variable, ///< 300 waves a minute, 2, 3 or 4 of them to each beat
    bigeminy,
    first_degree_block,
    mobitz_1,         ///< 4:3
    mobitz_2,         ///< 3:2
    two_to_one_block, ///< every second P is not conducted
    high_grade_block, ///< two P of three are not conducted
    complete_block,
    junctional,       ///< narrow and regular; a P, if any, is hidden in the QRS
    supraventricular, ///< the same, by another name when it is fast
    ventricular,      ///< wide and regular without P, of any rate: IVR, AIVR or VT
    bidirectional,    ///< ventricular beats up and down by turns
    ventricular_flutter,
    ventricular_fibrillation,
    asystole,
    ventricular_pacing,  ///< a spike before each wide QRS, no P
    dual_chamber_pacing, ///< a spike before each P and each wide QRS
};

/// fascicular: one fascicle of the left bundle blocked; the QRS begins away from qrs_axis, that of
/// the anterior one is far to the left and that of the posterior one to the right.
enum class Conduction { normal, lbbb, rbbb, fascicular, preexcited };

/// What else the ventricles went through: dead tissue below or in front, a thick right wall.
enum class Ventricles { healthy, inferior_scar, anterior_scar, right_hypertrophy };

enum class Atria { healthy, left_enlarged, right_enlarged };

enum class EdgeShape { soft, sharp }; ///< sin² feet, or half-sine feet that leave at an angle

/// An electrode that is off for a while, seconds since the start. The samples of all leads that
/// need it are missing then: RA all but III, LA all but II, LL all but I, V1 … V6 their own.
/// RL is no part of any lead: without it all are full of mains and noise.
struct ElectrodeOff {
    std::string electrode; ///< RA LA LL RL V1 … V6
    Seconds from{};
    Seconds to{};
};

/// The rhythm does not go through, but lasts from one moment to another; before and after it the
/// sinus node leads at a rate of its own.
struct Spell {
    Seconds from{};
    Seconds to{};
    BeatsPerMinute sinus_rate{75};
};

struct Noise {
    Millivolts wander{0};    ///< amplitude of respiration (0.15–0.4 Hz); a drift of a third, rms
    Millivolts powerline{0}; ///< amplitude; a third harmonic of a fifth; drifts by 0.05 Hz
    Hertz powerline_frequency{50};
    Millivolts muscle{0};       ///< rms, 20 Hz to 0.45 of the rate
    Millivolts muscle_burst{0}; ///< rms at the height of bursts of 0.5–2 s, one in about 5 s
    Millivolts white{0};        ///< rms
    /// Electrode motion: steps that die away in about 0.5 s, at this ratio of the rms of the QRS
    /// to the rms of the motion, both in lead II and the latter over a long time.
    std::optional<double> motion_snr_db{};
    bool antialias = true; ///< false lets 50 Hz fold to 30 Hz in an 80 Hz recording
};

/// Each lead on its own, to the nearest count, within ±2^(bits - 1) counts.
struct Quantisation {
    int bits = 12; ///< 8 to 24
    double uv_per_count = 1000.0 / 1200.0;
};

/// What is absent here follows from the heart rate, see intervals_of.
struct SynthSettings {
    Hertz rate{500}; ///< 80 to 1000
    Seconds duration{10};
    std::uint64_t seed = 1;
    /// Of the sinus node; of the ventricles where it does not lead them; of the waves in
    /// ventricular flutter.
    BeatsPerMinute heart_rate{60};
    std::optional<Milliseconds> p_duration{}, pr{}, qrs{}, qt{};
    std::optional<Milliseconds> qtc{}; ///< Bazett; used when qt is absent
    Degrees p_axis{50}, qrs_axis{60}, t_axis{40};
    /// ST level from J to the T wave by lead, mV. III, aVR, aVL and aVF follow from I and II:
    /// leave them 0. Ectopic beats have none.
    std::array<double, lead_count> st_mv{};
    Milliseconds hrv_lf{0}, hrv_hf{0}; ///< amplitude of the RR waves at 0.1 and 0.25 Hz
    RhythmKind rhythm = RhythmKind::sinus;
    std::optional<Spell> spell{}; ///< absent: the rhythm goes through
    Conduction conduction = Conduction::normal;
    Ventricles ventricles = Ventricles::healthy; ///< with normal conduction alone
    Atria atria = Atria::healthy;
    double r_gain = 1;                           ///< of all QRS lobes (LVH)
    double t_gain = 1;                           ///< of T
    double ectopic_gain = 1;                     ///< of ventricular ectopic beats, over r_gain
    std::optional<Milliseconds> t_duration{};    ///< else 0.55 of the time from J to the end of T
    double t_skew = 0.45;                        ///< 0: T rises as it falls; 1: falls at once
    std::vector<Seconds> pvc{}, pac{}, pauses{}; ///< the beat due next after each moment is one
    std::optional<int> pvc_every{}, pac_every{}; ///< every n-th beat, n at least 2
    std::optional<int> fusion_every{};           ///< every n-th beat is half a ventricular one
    std::optional<double> coupling{}; ///< of the interval due before a PVC; else 0.55 to 0.7
    int pvc_run = 1;                  ///< how many ventricular beats come on end
    bool pvc_two_shapes = false;      ///< by turns
    bool pac_conducted = true;        ///< false: no QRS follows the early P, which hides in the T
    EdgeShape edges = EdgeShape::soft;
    Noise noise{};
    std::vector<ElectrodeOff> electrodes_off{};
    std::optional<Quantisation> quantisation{};
};

/// The intervals of a conducted sinus beat.
struct Intervals {
    Milliseconds p{}, pr{}, qrs{}, qt{};
};

/// As set, else chosen so that the waves of neighbouring beats stay apart from 40 to 180 bpm:
/// PR 160 ms at 60 bpm, 0.5 ms less for each bpm more, at least 100 (first-degree block: 260);
/// P 100 ms, at most 0.6 PR; QRS 90 ms (LBBB 150, RBBB 140, fascicular 106, pre-excited 130); QT by
/// Bazett from a QTc of 400 ms, in 2:1 and high-grade block at the rate of the ventricles. Ahead of
/// an early beat a QT that was not set is cut so that T ends before the next P, and any QT so that
/// T ends before the next QRS.
Intervals intervals_of(const SynthSettings& settings);

/// What holds outside the spell: sinus rhythm of its rate, all else alike. The settings themselves
/// where there is no spell.
SynthSettings around_spell(const SynthSettings& settings);

/// Settings by name, one of presets().
/// Throws Error{usage} naming the presets for any other.
SynthSettings preset(std::string_view name);

/// The names that preset takes, with a few words each.
std::vector<std::pair<std::string_view, std::string_view>> presets();

/// Throws Error{usage} when a value is out of its range, naming it.
void check_settings(const SynthSettings& settings);

} // namespace ecg::synth
