#include "report/trend_page.hpp"

#include "report/axis.hpp"
#include "report/heart_rate_plot.hpp"
#include "report/style.hpp"
#include "report/text_blocks.hpp"
#include "report/text_layout.hpp"
#include "report/trend_summary.hpp"
#include "report/value_rows.hpp"
#include "report/wording.hpp"

#include <algorithm>

namespace ecg::report {
namespace {

constexpr double heading_height = 4.6;
constexpr double tick_room = 4.5; // below the lanes
constexpr double below_plots = 3;
constexpr double summary_number = 37; // where its numbers end

/// What differs between a page that lies and one that stands.
struct Shares {
    LaneRoom lane;
    double numbers_height; ///< of summary and episodes
    std::size_t most_lanes;
};

constexpr Shares lying{{44, 13}, 64, 9};
constexpr Shares standing{{38, 11}, 112, 14};

constexpr const char* rate_reading =
    "Red lines: highest and lowest rate over 8 RR intervals. Grey: missing signal.";
constexpr const char* lane_reading = "Bars: episodes from onset to end; right of them their share "
                                     "of the recording, or their number.";

} // namespace

std::string trend_remark(const PageInput& input) {
    std::string remark = bandwidth_words(input.recording.rate);
    if (!input.analysis->complete) {
        remark += remark.empty() ? "" : " · ";
        remark += "incomplete: the recording's file was cut";
    }
    return remark;
}

TrendPage lay_out_trend(const PageGeometry& page, const PageInput& input) {
    const Shares& shares = page.height > page.width ? standing : lying;
    const Box& all = page.continued;
    TrendPage out;
    out.lane_room = shares.lane;
    out.heading = {all.left, all.top, all.width, heading_height};
    const double left = all.left + shares.lane.words;
    const double width = all.width - shares.lane.words - shares.lane.figures;
    out.time = time_axis(input.recording, *input.analysis, left, left + width);
    out.rhythm = rhythm_lanes(*input.analysis, out.time, shares.most_lanes);

    const double numbers_top = all.bottom() - shares.numbers_height;
    const double lanes_bottom = numbers_top - below_plots - tick_room;
    out.lanes = {left, lanes_bottom - height_of(out.rhythm), width, height_of(out.rhythm)};
    const double rate_top = out.heading.bottom() + rate_mark_room;
    out.rate = {left, rate_top, width, out.lanes.top - rate_mark_room - rate_top};
    out.summary = {all.left, numbers_top, page.measurements.width, shares.numbers_height};
    out.episodes = {page.findings.left, numbers_top, page.findings.width, shares.numbers_height};
    return out;
}

void draw_trend(Canvas& canvas, const PageGeometry& page, const TrendPage& parts,
                const PageInput& input) {
    const Analysis& analysis = *input.analysis;
    draw_plot_heading(canvas, parts.heading, "HEART RATE, BPM",
                      heart_rate_words(parts.time, analysis));
    draw_time_ticks(
        canvas,
        {parts.rate.left, parts.rate.top, parts.rate.width, parts.lanes.bottom() - parts.rate.top},
        parts.time);
    draw_heart_rate(canvas, parts.rate, parts.time, analysis);
    draw_lanes(canvas, parts.lanes, parts.lane_room, parts.time, parts.rhythm);

    draw_plot_heading(canvas, parts.summary, "SUMMARY, AUTOMATED",
                      printable(status_words(input.settings.confirmed)));
    draw_value_rows(canvas, {parts.summary.left, parts.summary.top + 7.9, parts.summary.width, 0},
                    summary_number, summary_rows(input.recording, analysis));
    draw_settings(canvas, page, page.grid, {rate_reading, lane_reading, trend_remark(input)});
}

} // namespace ecg::report
