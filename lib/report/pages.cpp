#include "report/pages.hpp"

#include "common/error.hpp"
#include "common/text.hpp"
#include "report/chart.hpp"
#include "report/style.hpp"
#include "report/text_blocks.hpp"
#include "report/wording.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace ecg::report {
namespace {

template <std::size_t count>
void check_choice(const char* subject, double value, const std::array<double, count>& choices) {
    if (std::find(choices.begin(), choices.end(), value) == choices.end()) {
        std::string list;
        for (const double choice : choices) {
            list += (list.empty() ? "" : ", ") + format_number(choice, 1);
        }
        throw Error{ErrorKind::usage, std::string{subject} + " must be one of " + list};
    }
}

void check_settings(const ReportSettings& settings) {
    constexpr std::array gains{5.0, 10.0, 20.0};
    check_choice("speed in mm/s", settings.speed_mm_per_s, std::array{12.5, 25.0, 50.0});
    check_choice("gain in mm/mV", settings.gain_mm_per_mv, gains);
    if (settings.chest_gain_mm_per_mv) {
        check_choice("chest gain in mm/mV", *settings.chest_gain_mm_per_mv, gains);
    }
}

/// Samples that are all missing make a page that says so; no sample at all makes none.
void check_recording(const Recording& recording) {
    if (recording.sample_count() == 0) {
        const std::string& source = recording.info.source;
        throw Error{ErrorKind::data,
                    (source.empty() ? "recording" : source) + ": has no sample to draw"};
    }
}

/// Which findings stand where.
struct FindingPages {
    std::size_t on_first = 0;
    std::vector<std::vector<FindingLine>> further; ///< page by page
};

FindingPages lay_out_findings(const Canvas& canvas, const PageGeometry& page,
                              const Analysis* analysis) {
    if (analysis == nullptr) {
        return {};
    }
    const Findings& findings = analysis->findings;
    const auto entries = finding_entries(canvas, findings, finding_columns(page.findings.width));
    FindingPages pages;
    pages.on_first = entries_that_fit(entries, finding_room(canvas, page.findings, findings));
    pages.further = paginate(finding_entries(canvas, std::span{findings}.subspan(pages.on_first),
                                             finding_columns(page.continued.width)),
                             continued_room(page.continued));
    return pages;
}

void draw_chart_block(Canvas& canvas, const PageGeometry& page, const Recording& recording,
                      const Analysis* analysis, const ReportSettings& settings) {
    const TraceLayout layout = lay_out_traces(recording, page, settings);
    const ChartRemarks remarks = draw_chart(
        canvas, layout, recording,
        analysis != nullptr ? analysis->quality : std::vector<LeadQuality>{}, settings.grid);
    std::string remark = remarks.cut ? "▲▼ trace cut: it goes further" : "";
    if (!remarks.has_trace) {
        remark = "no signal in any lead";
    }
    if (analysis != nullptr && !analysis->complete) {
        remark += remark.empty() ? "" : " · ";
        remark += "incomplete: the recording's file was cut";
    }
    draw_settings(canvas, layout.grid,
                  {scale_words(layout, recording), filter_words(analysis), remark});
}

} // namespace

void draw_pages(Canvas& canvas, const Recording& recording, const Analysis* analysis,
                const ReportSettings& settings) {
    check_settings(settings);
    check_recording(recording);

    const PageGeometry page = page_geometry(settings.paper, orientation_of(settings));
    const FindingPages findings = lay_out_findings(canvas, page, analysis);
    const std::size_t pages = 1 + findings.further.size();

    canvas.begin_page(page.width, page.height);
    draw_title(canvas, page, recording);
    draw_measurements(canvas, page.measurements, analysis);
    if (analysis != nullptr) {
        draw_findings(canvas, page.findings, analysis->findings, findings.on_first);
    }
    draw_bandwidth_warning(canvas, page.warning, recording.rate);
    draw_chart_block(canvas, page, recording, analysis, settings);
    draw_footer(canvas, page, {settings.program, 1, pages});

    for (std::size_t i = 0; i < findings.further.size(); ++i) {
        canvas.begin_page(page.width, page.height);
        draw_title(canvas, page, recording);
        draw_continued_findings(canvas, page.continued, findings.further[i]);
        draw_footer(canvas, page, {settings.program, i + 2, pages});
    }
}

} // namespace ecg::report
