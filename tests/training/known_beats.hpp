// What is known of the beats of a recording, whoever knows it: an annotator or the synthesizer.
#pragma once

#include "accuracy/points.hpp"
#include "synth/truth.hpp"

#include <array>
#include <optional>
#include <vector>

namespace ecg::training {

/// Times are seconds since the record began.
struct KnownBeat {
    double qrs = 0; ///< peak
    std::array<std::optional<double>, accuracy::point_count> points;
    std::optional<bool> has_p; ///< absent: not known
    std::optional<bool> has_t;
};

/// The beats of one lead from its waves, in order of time: the last P wave before a QRS and the
/// first T wave after it are its own. Nobody knows of the P of the first beat that has none, nor of
/// the T of the last.
std::vector<KnownBeat> beats_of(const std::vector<accuracy::MarkedWave>& waves);

/// Beats over all leads.
std::vector<KnownBeat> beats_of(const synth::Truth& truth);

/// The beat whose QRS lies closest to time, at most 150 ms away; null when there is none.
const KnownBeat* beat_at(const std::vector<KnownBeat>& beats, double time);

} // namespace ecg::training
