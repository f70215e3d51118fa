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
    atrial_flutter,
    bigeminy,
    first_degree_block,
    mobitz_1,
    mobitz_2,
    complete_block
};

enum class Conduction { normal, lbbb, rbbb };

enum class EdgeShape { soft, sharp }; ///< sin² feet, or half-sine feet that leave at an angle

/// An electrode that is off for a while, seconds since the start.
struct ElectrodeOff {
    std::string electrode; ///< RA LA LL RL V1 … V6
    Seconds from{};
    Seconds to{};
};

struct Noise {
    Millivolts wander{0};         ///< amplitude of respiration and slow drift
    Millivolts powerline{0};      ///< amplitude
    Hertz powerline_frequency{50};
    Millivolts muscle{0};         ///< rms, 20 Hz to 0.45 of the rate
    Millivolts white{0};          ///< rms
    std::optional<double> motion_snr_db; ///< electrode motion at this ratio to the QRS band
    bool antialias = true; ///< false lets 50 Hz fold to 30 Hz in an 80 Hz recording
};

struct Quantisation {
    int bits = 12;
    double uv_per_count = 1000.0 / 1200.0;
};

struct SynthSettings {
    Hertz rate{500};
    Seconds duration{10};
    std::uint64_t seed = 1;
    BeatsPerMinute heart_rate{60};
    std::optional<Milliseconds> p_duration, pr, qrs, qt; ///< absent: by heart rate, see ecg-acquire(1)
    std::optional<Milliseconds> qtc; ///< Bazett; used when qt is absent
    Degrees p_axis{50}, qrs_axis{60}, t_axis{40};
    std::array<double, lead_count> st_mv{}; ///< ST level at J by lead; limb leads from I and II
    Milliseconds hrv_lf{0}, hrv_hf{0}; ///< amplitude of the RR waves at 0.1 and 0.25 Hz
    RhythmKind rhythm = RhythmKind::sinus;
    Conduction conduction = Conduction::normal;
    double r_gain = 1;                     ///< of all QRS lobes (LVH)
    std::vector<Seconds> pvc, pac, pauses; ///< the beat due next after each moment is one
    std::optional<int> pvc_every, pac_every; ///< every n-th beat
    EdgeShape edges = EdgeShape::soft;
    Noise noise;
    std::vector<ElectrodeOff> electrodes_off;
    std::optional<Quantisation> quantisation;
};

/// Settings by name: normal, brady, tachy, af, flutter, pvc, bigeminy, pac, pause, avb1, mobitz1,
/// mobitz2, avb3, lbbb, rbbb, lvh, stemi-inferior, stemi-anterior, long-qt.
/// Throws Error{usage} naming the presets for any other.
SynthSettings preset(std::string_view name);

/// The names that preset takes, with a few words each.
std::vector<std::pair<std::string_view, std::string_view>> presets();

/// Throws Error{usage} when a value is out of its range, naming it.
void check_settings(const SynthSettings& settings);

} // namespace ecg::synth
