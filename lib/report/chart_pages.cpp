#include "report/chart_pages.hpp"

#include "report/chart.hpp"
#include "report/findings_block.hpp"
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
                      Layout layout) {
    const Analysis* analysis = input.analysis;
    const TraceLayout traces = lay_out_traces(input.recording, page, input.settings, layout);
    const ChartRemarks remarks = draw_chart(
        canvas, traces, input.recording,
        analysis != nullptr ? analysis->quality : std::vector<LeadQuality>{}, input.settings.grid);
    draw_settings(canvas, page, traces.grid,
                  {scale_words(traces, input.recording),
                   filter_words(analysis, input.recording.rate), remark_on(remarks, analysis)});
}

} // namespace

PagePlan chart_pages(const Canvas& canvas, const PageInput& input, Layout layout) {
    const PageGeometry page =
        page_geometry(input.settings.paper, orientation_of(input.settings, layout));
    FindingPages findings = lay_out_findings(canvas, page, input);

    PagePlan plan;
    plan.push_back({page, [=, shown = findings.on_first](Canvas& on, std::size_t number) {
                        draw_measurements(on, page.measurements, input.analysis);
                        if (input.analysis != nullptr) {
                            draw_findings(on, page.findings,
                                          {input.analysis->findings, input.settings.confirmed},
                                          {shown, number + 1});
                        }
                        draw_bandwidth_warning(on, page.warning, input.recording.rate);
                        draw_chart_block(on, page, input, layout);
                    }});
    for (std::vector<FindingLine>& lines : findings.further) {
        plan.push_back({page, [=, held = std::move(lines)](Canvas& on, std::size_t) {
                            draw_continued_findings(on, page.continued, input.settings.confirmed,
                                                    held);
                        }});
    }
    return plan;
}

} // namespace ecg::report
