#include "report/chart_pages.hpp"

#include "report/chart.hpp"
#include "report/findings_block.hpp"
#include "report/row_pages.hpp"
#include "report/text_blocks.hpp"
#include "report/wording.hpp"

#include <span>
#include <string>
#include <utility>

namespace ecg::report {
namespace {

/// Which findings stand where.
struct FindingPages {
    std::size_t on_first = 0;
    std::vector<std::vector<FindingLine>> further; ///< page by page
};

FindingPages lay_out_findings(const Canvas& canvas, const PageGeometry& page,
                              const PageInput& input) {
    if (input.analysis == nullptr) {
        return {};
    }
    const Findings& findings = input.analysis->findings;
    const auto entries = finding_entries(canvas, findings, finding_columns(page.findings.width));
    FindingPages pages;
    pages.on_first = entries_that_fit(
        entries, finding_room(canvas, page.findings, {findings, input.settings.confirmed}));
    pages.further = paginate(finding_entries(canvas, std::span{findings}.subspan(pages.on_first),
                                             finding_columns(page.continued.width)),
                             continued_room(page.continued));
    return pages;
}

std::string remark_on(const ChartRemarks& remarks, const Analysis* analysis) {
    std::string out;
    const auto add = [&](const std::string& remark) {
        out += (out.empty() || remark.empty() ? "" : " · ") + remark;
    };
    add(!remarks.has_trace ? "no signal in any lead"
        : remarks.cut      ? "▲▼ trace cut: it goes further"
                           : "");
    if (analysis != nullptr) {
        add(electrode_words(*analysis));
        add(analysis->complete ? "" : "incomplete: the recording's file was cut");
    }
    return out;
}

void draw_chart_block(Canvas& canvas, const PageGeometry& page, const PageInput& input,
                      const TraceLayout& traces) {
    const Analysis* analysis = input.analysis;
    const ChartRemarks remarks = draw_chart(
        canvas, traces, input.recording,
        analysis != nullptr ? analysis->quality : std::vector<LeadQuality>{}, input.settings.grid);
    draw_settings(canvas, page, traces.grid,
                  {scale_words(traces, input.recording),
                   filter_words(analysis, input.recording.rate), remark_on(remarks, analysis)});
}

/// Measurements and findings; where a chart has several pages, the findings stand on its first.
void draw_head(Canvas& canvas, const PageGeometry& page, const PageInput& input,
               ShownFindings shown) {
    draw_measurements(canvas, page.measurements, input.analysis);
    if (input.analysis != nullptr) {
        draw_findings(canvas, page.findings, {input.analysis->findings, input.settings.confirmed},
                      shown);
    }
    draw_bandwidth_warning(canvas, page.warning, input.recording.rate);
}

} // namespace

PagePlan chart_pages(const Canvas& canvas, const PageInput& input, Layout layout) {
    const PageGeometry page =
        page_geometry(input.settings.paper, orientation_of(input.settings, layout));
    FindingPages findings = lay_out_findings(canvas, page, input);
    std::vector<TraceLayout> charts = lay_out_pages(input.recording, page, input.settings, layout);

    PagePlan plan;
    const std::size_t count = charts.size();
    for (std::size_t i = 0; i < count; ++i) {
        plan.push_back({page, [=, shown = findings.on_first,
                               traces = std::move(charts[i])](Canvas& on, std::size_t number) {
                            const std::size_t first = number - i;
                            draw_head(on, page, input,
                                      i == 0 ? ShownFindings{shown, first + count}
                                             : ShownFindings{0, first});
                            draw_chart_block(on, page, input, traces);
                        }});
    }
    for (std::vector<FindingLine>& lines : findings.further) {
        plan.push_back({page, [=, held = std::move(lines)](Canvas& on, std::size_t) {
                            draw_continued_findings(on, page.continued, input.settings.confirmed,
                                                    held);
                        }});
    }
    return plan;
}

} // namespace ecg::report
