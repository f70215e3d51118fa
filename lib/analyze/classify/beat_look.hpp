// What a beat looks like in each lead, coarsely sampled around its fiducial.
#pragma once

#include "model/filtered_recording.hpp"

#include <cstddef>
#include <vector>

namespace ecg::analyze {

inline constexpr Seconds look_step{0.008};

/// Points [from, to) of a look.
struct LookPart {
    std::size_t from = 0;
    std::size_t to = 0;

    [[nodiscard]] std::size_t size() const { return to - from; }
};

inline constexpr std::size_t look_fiducial = 35;
inline constexpr LookPart whole_look{0, 92};    // 280 ms before the fiducial to 448 ms behind it
inline constexpr LookPart before_qrs{0, 27};    // to 72 ms before it: P
inline constexpr LookPart around_qrs{20, 56};   // 120 ms before it to 160 ms behind it
inline constexpr LookPart first_of_qrs{26, 36}; // to the fiducial: how the ventricles begin
inline constexpr LookPart behind_qrs{55, 92};   // 160 ms behind it on: ST and T

/// By lead: 92 samples in mV, none of an unusable lead.
struct BeatLook {
    std::vector<std::vector<float>> leads;
};

BeatLook look_at(const FilteredRecording& clean, Seconds time);

/// How two looks resemble each other in a part, over all leads that both have, each without its
/// mean there.
struct Likeness {
    double correlation = 0; ///< -1 to 1
    double share = 0;       ///< the factor that makes b most like a
    double energy_a = 0;    ///< mV², mean over leads and points
    double energy_b = 0;
};

/// b is read `shift` points later.
Likeness likeness(const BeatLook& a, const BeatLook& b, LookPart part, int shift = 0);

/// The best of the likenesses around the QRS when b may come up to two points sooner or later.
Likeness qrs_likeness(const BeatLook& a, const BeatLook& b);

/// How the first 40 ms from the onset of the QRS resemble each other, as vectors from the level
/// there: the ventricles begin as usual in an aberrant beat, though it ends otherwise.
Likeness start_likeness(const BeatLook& a, const BeatLook& b);

/// Mean square of the steps from point to point in a part, and of how these change, over all leads,
/// mV²: noise steps and bends more than T and P do.
struct Unrest {
    double steps = 0;
    double bends = 0;
};

Unrest unrest(const BeatLook& look, LookPart part);

/// Second moment of the squared slopes of the QRS around their centre, ms: broad beats have more.
double slope_spread_ms(const BeatLook& look);

} // namespace ecg::analyze
