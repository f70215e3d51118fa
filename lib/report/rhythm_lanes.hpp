// The episodes of a rhythm as bands along the time of the recording, each kind in its own lane.
#pragma once

#include "model/analysis.hpp"
#include "report/time_axis.hpp"

#include <string>
#include <vector>

namespace ecg::report {

/// One kind of episode. Single ectopic beats are counted in bins, all else is a bar from its onset
/// to its offset.
struct RhythmLane {
    std::string words;  ///< "Atrial fibrillation"
    std::string figure; ///< share of the recording, or how many
    bool critical = false;
    std::vector<Stretch> bars;        ///< by time, none overlaps another
    std::vector<std::int64_t> counts; ///< bin after bin; empty where there are bars
    Seconds bin{};
};

/// What prevails first, the others with the gravest first, then the counts; at most `most`: the
/// last but the counts is then of all that found no lane.
std::vector<RhythmLane> rhythm_lanes(const Analysis& analysis, const TimeAxis& time,
                                     std::size_t most);

/// Millimetres that lanes take, one below the other.
double height_of(const std::vector<RhythmLane>& lanes);

/// Words left of box, figures right of it.
struct LaneRoom {
    double words = 40;
    double figures = 14;
};

/// Draws lanes into box, which is height_of(lanes) high.
void draw_lanes(Canvas& canvas, const Box& box, const LaneRoom& room, const TimeAxis& time,
                const std::vector<RhythmLane>& lanes);

/// Share of the recording that episodes of that code take; where they overlap it counts once.
double share_of_time(const Rhythm& rhythm, const std::string& code, Seconds whole);

} // namespace ecg::report
