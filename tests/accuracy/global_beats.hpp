// One beat over many leads: the earliest onset and the latest end that other leads bear out.
#pragma once

#include "accuracy/points.hpp"

#include <optional>
#include <vector>

namespace ecg::accuracy {

/// Seconds since the record began; absent where too few leads have the wave.
struct GlobalBeat {
    double centre{};
    std::optional<double> p_onset, p_offset, qrs_onset, qrs_offset, t_offset;
};

/// One lead's waves.
using LeadWaves = std::vector<MarkedWave>;

/// Beats with a QRS in six leads. An onset is the earliest that two more leads follow closely (P
/// within 20, QRS within 12 ms), an end the latest that two more precede closely (P within 20, QRS
/// 16, T 30 ms); where no three leads agree, the median. P takes four leads, T six. Fewer than
/// twelve leads are taken as a global judgement already: one lead with the wave is enough.
std::vector<GlobalBeat> global_beats(const std::vector<LeadWaves>& leads);

/// The points of the beats; peaks have none.
PointLists points_of(const std::vector<GlobalBeat>& beats);

/// Waves from lists of points: to a peak belong the last onset before it and the first offset
/// behind it, as far as no other peak lies between and they are near enough.
LeadWaves waves_from(const PointLists& lists);

/// The earliest time that two more follow within `close` seconds; else the median.
std::optional<double> borne_out_onset(std::vector<double> times, double close);
/// The latest time that two more precede within `close` seconds; else the median.
std::optional<double> borne_out_offset(std::vector<double> times, double close);

} // namespace ecg::accuracy
