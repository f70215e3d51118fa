#include "report/beat_block.hpp"

#include "common/text.hpp"
#include "report/style.hpp"
#include "report/text_layout.hpp"

#include <algorithm>

namespace ecg::report {
namespace {

constexpr double first_line = 7.9;
constexpr double line_pitch = 3.85;
constexpr double intervals_left = 62; // from the left edge of the block

/// Where numbers and uncertainties end, from the left edge of their names.
struct Columns {
    double number = 0;
    double spread = 0;
    std::string_view unit;
};

constexpr Columns of_points{36, 52, "ms from QRS"};
constexpr Columns of_intervals{22, 38, "ms"};

/// "−155"
std::string signed_words(Milliseconds time) {
    std::string words = format_number(time.count(), 0);
    if (words.starts_with('-')) {
        words.replace(0, 1, "\u2212");
    }
    return words;
}

/// A name, its number, and how sure that is.
struct Row {
    std::string_view name;
    std::string number;
    std::optional<Milliseconds> uncertainty;
};

/// Rows below the heads of their columns: what the number is, and the uncertainty if any is known.
void draw_rows(Canvas& canvas, Point at, const Columns& columns, const std::vector<Row>& rows) {
    text_right(canvas, {at.x + columns.number, at.y}, columns.unit, style::small_quiet);
    if (std::any_of(rows.begin(), rows.end(), [](const Row& row) { return row.uncertainty; })) {
        text_right(canvas, {at.x + columns.spread, at.y}, "± ms", style::small_quiet);
    }
    for (const Row& row : rows) {
        at.y += line_pitch;
        canvas.text(at, row.name, style::quiet);
        text_right(canvas, {at.x + columns.number, at.y}, row.number, style::strong);
        if (row.uncertainty) {
            text_right(canvas, {at.x + columns.spread, at.y},
                       "± " + format_number(row.uncertainty->count(), 0), style::body);
        }
    }
}

std::vector<Row> rows_of(const std::vector<BeatPoint>& points, Seconds zero) {
    std::vector<Row> rows;
    for (const BeatPoint& point : points) {
        rows.push_back({point.name, signed_words(point.at - zero), point.uncertainty});
    }
    return rows;
}

std::vector<Row> rows_of(const std::vector<BeatInterval>& intervals, const Analysis& analysis) {
    std::vector<Row> rows;
    for (const BeatInterval& interval : intervals) {
        rows.push_back(
            {interval.name, signed_words(interval.length()), uncertainty_of(interval, analysis)});
    }
    return rows;
}

} // namespace

std::string beat_heading(const MedianBeat& beat) {
    return beat.beats == 1
               ? "A SINGLE BEAT"
               : "MEAN OF " + std::to_string(beat.beats) + " BEATS OF THE DOMINANT KIND";
}

std::string missing_beat_words(const Analysis* analysis) {
    if (analysis == nullptr) {
        return "No representative beat: the recording is not analysed";
    }
    if (analysis->median_beat && !analysis->median_beat->leads.empty()) {
        return {};
    }
    const std::vector<Absence>& absences = analysis->measurements.absences;
    const auto found = std::find_if(absences.begin(), absences.end(), [](const Absence& absence) {
        return absence.key == "qrs_ms" || absence.key == "heart_rate_bpm";
    });
    return "No representative beat" +
           (found != absences.end() ? ": " + found->reason : std::string{});
}

void draw_beat_block(Canvas& canvas, const Box& box, const Analysis& analysis) {
    if (!missing_beat_words(&analysis).empty()) {
        return;
    }
    canvas.text({box.left, box.top + heading_baseline}, beat_heading(*analysis.median_beat),
                style::heading);
    const std::vector<BeatPoint> points = points_of(analysis);
    const std::optional<Seconds> zero = qrs_onset_of(points);
    if (!zero) {
        return;
    }
    Point at{box.left, box.top + first_line};
    draw_rows(canvas, at, of_points, rows_of(points, *zero));
    draw_rows(canvas, {at.x + intervals_left, at.y}, of_intervals,
              rows_of(intervals_of(points), analysis));
    at.y += line_pitch * static_cast<double>(points.size());
    if (!beat_is_measured(analysis)) {
        const std::string words = "The beat is of the stretch with most beats, the measurements "
                                  "are of the whole recording";
        for (const std::string& line : wrapped(canvas, words, style::small_quiet, box.width)) {
            at.y += line_pitch;
            canvas.text(at, line, style::small_quiet);
        }
    }
}

} // namespace ecg::report
