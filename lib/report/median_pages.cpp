#include "report/median_pages.hpp"

#include "report/beat_block.hpp"
#include "report/lead_table_drawing.hpp"
#include "report/median_chart.hpp"
#include "report/median_words.hpp"
#include "report/style.hpp"
#include "report/text_blocks.hpp"
#include "report/wording.hpp"

#include <algorithm>

namespace ecg::report {
namespace {

constexpr double above_table = 8;      // where the heading of the table stands
constexpr double below_grid = 6;       // that a table may have of the rest of the page
constexpr double settings_height = 12; // of the words below the chart

Box below_heading(const Box& box) {
    return {box.left, box.top + above_table, box.width, box.height - above_table};
}

void join(std::string& out, const std::string& part) {
    out += (out.empty() || part.empty() ? "" : " · ") + part;
}

std::vector<std::string> bad_leads(const Analysis& analysis) {
    std::vector<std::string> names;
    for (const LeadQuality& quality : analysis.quality) {
        if (quality.verdict == Verdict::bad) {
            names.push_back(quality.lead);
        }
    }
    return names;
}

MedianLayout lay_out(const std::vector<LeadSignal>& signals, const PageGeometry& page,
                     const PageInput& input) {
    const Analysis& analysis = *input.analysis;
    return lay_out_medians(
        {signals, analysis.median_beat->rate_hz, points_of(analysis), bad_leads(analysis)}, page,
        input.settings);
}

/// What is left of the page below the chart and its words.
Box room_below_chart(const PageGeometry& page, const PageInput& input) {
    const Box& grid = page.grid;
    double top = grid.top + above_table; // below the words that there is no beat
    if (missing_beat_words(input.analysis).empty()) {
        const std::vector<LeadSignal> signals = beat_signals(*input.analysis->median_beat);
        top = lay_out(signals, page, input).grid.bottom() + settings_height;
    }
    return {grid.left, top, grid.width, grid.bottom() + below_grid - top};
}

void draw_beat(Canvas& canvas, const PageGeometry& page, const PageInput& input) {
    const Analysis& analysis = *input.analysis;
    const std::vector<LeadSignal> signals = beat_signals(*analysis.median_beat);
    const std::vector<BeatPoint> points = points_of(analysis);
    const MedianLayout layout = lay_out(signals, page, input);
    const bool cut = draw_median_chart(
        canvas, {layout, points, lead_notes(layout, input.recording, analysis.quality),
                 SampleRate{Hertz{analysis.median_beat->rate_hz}}, input.settings.grid});
    std::string remark = cut ? "▲▼ trace cut: it goes further" : "";
    join(remark, hidden_points(layout, points));
    join(remark, electrode_words(analysis));
    if (!analysis.complete) {
        join(remark, "incomplete: the recording's file was cut");
    }
    draw_settings(canvas, page, layout.grid,
                  {median_scale_words(layout, *analysis.median_beat, input.settings.lead_order),
                   median_filter_words(analysis), remark});
}

/// Heading and table in a part of the page.
void draw_table(Canvas& canvas, const Box& box, const PageInput& input, TablePart part) {
    canvas.text({box.left, box.top + heading_baseline},
                part.first == 0 ? "MEASUREMENTS OF EACH LEAD"
                                : "MEASUREMENTS OF EACH LEAD, CONTINUED",
                style::heading);
    draw_lead_table(canvas, below_heading(box),
                    lead_table(*input.analysis, input.settings.lead_order), part);
}

void draw_first_page(Canvas& canvas, const PageGeometry& page, const PageInput& input) {
    draw_measurements(canvas, page.measurements, input.analysis);
    draw_bandwidth_warning(canvas, page.warning, input.recording.rate);
    const std::string missing = missing_beat_words(input.analysis);
    if (!missing.empty()) {
        canvas.text({page.grid.left, page.grid.top + 6}, missing, style::verdict);
        return;
    }
    draw_beat_block(canvas, page.findings, *input.analysis);
    draw_beat(canvas, page, input);
}

} // namespace

PagePlan median_pages(const Canvas& canvas, const PageInput& input) {
    const PageGeometry page =
        page_geometry(input.settings.paper, orientation_of(input.settings, Layout::medians));
    LeadTable table;
    if (input.analysis != nullptr) {
        table = lead_table(*input.analysis, input.settings.lead_order);
    }
    const std::size_t rows = table.rows.size();
    const Box below = room_below_chart(page, input);
    const bool has_room =
        rows > 0 && table_height(canvas, below, table) <= below_heading(below).height;
    PagePlan plan;
    plan.push_back({page, [=](Canvas& on, std::size_t) {
                        draw_first_page(on, page, input);
                        if (has_room) {
                            draw_table(on, below, input, {0, rows});
                        }
                    }});
    const std::size_t room = rows_that_fit(canvas, below_heading(page.continued), table);
    for (std::size_t first = 0; !has_room && first < rows; first += room) {
        const TablePart part{first, std::min(room, rows - first)};
        plan.push_back({page, [=](Canvas& on, std::size_t) {
                            draw_bandwidth_warning(on, page.warning, input.recording.rate);
                            draw_table(on, page.continued, input, part);
                        }});
    }
    return plan;
}

} // namespace ecg::report
