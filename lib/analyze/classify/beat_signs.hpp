// What tells a beat's class: its timing, and its look beside that of the others.
#pragma once

#include "analyze/classify/beat_timing.hpp"
#include "analyze/classify/shape_bank.hpp"
#include "model/beats.hpp"
#include "model/filtered_recording.hpp"

#include <array>
#include <cstddef>
#include <vector>

namespace ecg::analyze {

/// The order of signs. Ratios are natural logarithms; "scaled" is in units of how uneven the
/// intervals are, "unlike" in units of how unlike each other the dominant beats are.
enum class BeatSign : std::size_t {
    before,        ///< the interval before over the usual one
    after,         ///< the one behind
    step,          ///< the interval before over the one before that
    pause,         ///< the interval behind over the one before
    both,          ///< both intervals over two usual ones
    before_of_all, ///< the interval before over the median of all around
    before_upper,  ///< … over the upper quartile of 20 beats to each side
    before_lower,  ///< … over the lower quartile of 6
    before_scaled,
    after_scaled,
    pause_scaled,
    uneven,
    qrs_alike,     ///< correlation with the dominant shape
    size,          ///< QRS amplitude over the dominant one
    broader,       ///< slope spread over the dominant one
    breadth,       ///< slope spread, 40 ms
    usual_breadth, ///< of the dominant shape
    begin_alike,   ///< correlation up to the fiducial
    begin_share,
    own_alike, ///< correlation with its own shape
    like_last, ///< … with the beat before
    like_next,
    shape_count, ///< share of the beats that have its shape
    shape_early, ///< how early its shape comes as a rule
    shape_broader,
    shape_alike, ///< correlation of its shape with the dominant one
    is_dominant,
    dominant_count, ///< share of the beats that are dominant
    p_alike,        ///< correlation of the stretch before the QRS with the dominant one
    p_size,
    p_rest,   ///< what that stretch holds beyond the usual, over the QRS amplitude
    p_usual,  ///< how far dominant beats repeat theirs
    p_height, ///< of the dominant one, over its QRS
    t_alike,
    t_share,
    t_size,
    qrs_unlike,
    broad_unlike,
    t_unlike,
    p_unlike,
    usual_unlike, ///< how unlike each other the dominant QRS complexes are
    uneven_of_all,
    before_that,  ///< the interval before the one before over the usual one
    start_alike,  ///< correlation of the first 40 ms of the QRS with the dominant one
    aberrant,     ///< it begins as usual and the rhythm is irregular: an aberrant beat may
    steps_before, ///< steps from point to point before the QRS, over the usual ones
    bends_before, ///< how these change, over the usual
    bends_behind,
    t_rest,     ///< as p_rest, of ST and T
    certainty,  ///< that it is a beat
    odd_around, ///< how rare the shapes of the beats around are
    count
};

constexpr auto beat_sign_count = static_cast<std::size_t>(BeatSign::count);
using BeatSigns = std::array<float, beat_sign_count>;

struct DescribedBeats {
    std::vector<BeatSigns> signs;      ///< by beat
    std::vector<std::size_t> shape_of; ///< by beat, index into the bank's shapes
    std::vector<bool> in_run;          ///< by beat, see find_runs
    std::size_t dominant = 0;          ///< index into the bank's shapes
};

/// What goes on from one minute of a recording to the next.
struct BeatMemory {
    ShapeBank bank;
    Pace pace;
};

/// Describes a minute's beats; the memory learns from them.
DescribedBeats describe_beats(const FilteredRecording& clean, const Beats& beats,
                              BeatMemory& memory);

} // namespace ecg::analyze
