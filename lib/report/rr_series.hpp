// The intervals between beats, and what they become where there are more of them than the page has
// room for.
#pragma once

#include "model/analysis.hpp"
#include "report/time_axis.hpp"

#include <optional>
#include <vector>

namespace ecg::report {

/// From one beat to the next, without missing signal between them.
struct RrInterval {
    Seconds end{}; ///< time of the second beat
    Seconds length{};
    bool adjoins = false;            ///< the interval before it in the list ends where it begins
    std::optional<LeftOut> left_out; ///< absent: an NN interval
};

/// In order of time.
std::vector<RrInterval> rr_intervals(const Analysis& analysis);

/// Whether the analysis says which intervals it left out: older lines only have their number.
bool tells_left_out(const HeartRateVariability& hrv);

/// From the beat before missing signal to the one behind it.
std::vector<Stretch> missing_stretches(const Beats& beats);

/// A value in time.
struct Sample {
    Seconds time{};
    double value = 0;
    Seconds since_last{}; ///< time without any value before it, where it does not adjoin
};

/// What is drawn at one place: one value, or the lowest, highest and mean of several.
struct Column {
    double x = 0; ///< mm
    double low = 0, high = 0, mean = 0;
};

/// Columns without a hole between them.
using ColumnRun = std::vector<Column>;

/// Where there is more than one value for each half millimetre of axis, all that fall on one such
/// column are one. Runs part at holes that are wider than a column.
std::vector<ColumnRun> columns_of(const std::vector<Sample>& samples, const TimeAxis& axis);

/// Whether columns_of makes columns of several values.
bool are_gathered(std::size_t samples, const TimeAxis& axis);

/// How much time one of those columns holds.
Seconds column_time(const TimeAxis& axis);

/// The area from low to high, and the mean as a line over it; y turns values into mm.
void draw_columns(Canvas& canvas, const std::vector<ColumnRun>& runs, const Axis& y);

} // namespace ecg::report
