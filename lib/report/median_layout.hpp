// Where the leads of the representative beat stand: a cell each, and one for all of them.
#pragma once

#include "report/beat_points.hpp"
#include "report/trace_layout.hpp"

#include <string>
#include <vector>

namespace ecg::report {

/// A lead in its cell, between the cell's left and right edge.
struct BeatCell {
    Box box;
    Strip strip;         ///< of the beat's samples; strip.signal absent: not recorded
    double baseline = 0; ///< y of zero, the level at QRS onset
};

/// All leads over each other: label and traces above, dimension lines below.
struct BeatPanel {
    Box box;
    Box traces;
    Box dimensions;
    double baseline = 0;
    std::vector<Strip> strips; ///< of one gain
};

/// A calibration pulse in the left margin of its row.
struct BeatPulse {
    double foot = 0; ///< y
    double mm_per_mv = 10;
};

struct MedianLayout {
    Box grid;
    Scale scale; ///< of all but the chest leads
    double chest_mm_per_mv = 10;
    std::size_t rows = 1;
    std::size_t columns = 0; ///< of cells beside the panel; none for a single lead
    Seconds from{};          ///< what the cells show of the beat, since its first sample
    Seconds shown{};
    std::vector<BeatCell> cells;
    BeatPanel panel;
    std::vector<BeatPulse> pulses;
    std::vector<std::string> left_out; ///< leads that found no cell

    /// x of a time of the beat in a cell or panel that begins at left.
    [[nodiscard]] double x_of(Seconds at, double left) const;

    /// Whether the cells reach that time of the beat.
    [[nodiscard]] bool shows(Seconds at) const { return at >= from && at <= from + shown; }

    [[nodiscard]] double cell_width() const { return panel.box.width; }
};

/// The beat's rows as signals.
std::vector<LeadSignal> beat_signals(const MedianBeat& beat);

/// What a representative beat is laid out of. All of it outlives the layout.
struct BeatToLayOut {
    const std::vector<LeadSignal>& signals;
    double rate_hz = 0;
    std::vector<BeatPoint> points;
    std::vector<std::string> unusable; ///< leads that do not go on the panel
};

/// Speed and gain as asked for, else the greatest at which all points and all of each lead are in
/// the cells. Twelve cells for recordings of seven of the twelve leads or more, else one a lead.
MedianLayout lay_out_medians(const BeatToLayOut& beat, const PageGeometry& page,
                             const ReportSettings& settings);

} // namespace ecg::report
