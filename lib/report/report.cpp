#include "report/report.hpp"

#include "common/error.hpp"
#include "common/text.hpp"
#include "report/comparison_page.hpp"
#include "report/font_file.hpp"
#include "report/pages.hpp"
#include "report/pdf_canvas.hpp"
#include "report/png_canvas.hpp"
#include "report/svg_canvas.hpp"

namespace ecg::report {
namespace {

void check_dots(double dots_per_inch) {
    if (!(dots_per_inch >= least_dots_per_inch && dots_per_inch <= most_dots_per_inch)) {
        throw Error{ErrorKind::usage, "dots per inch must be " +
                                          format_number(least_dots_per_inch, 0) + " to " +
                                          format_number(most_dots_per_inch, 0)};
    }
}

/// What draw draws on a canvas of the format that settings ask for.
template <class Draw> ReportFiles files_of(const ReportSettings& settings, Draw draw) {
    const auto draw_on = [&](auto canvas) -> ReportFiles {
        draw(canvas);
        return {canvas.files(), canvas.font().missing(), canvas.font().name()};
    };
    const std::string font = font_file(settings.font_file);
    if (settings.format == PageFormat::svg) {
        return draw_on(SvgCanvas{font});
    }
    if (settings.format == PageFormat::png) {
        check_dots(settings.dots_per_inch);
        return draw_on(PngCanvas{font, settings.dots_per_inch});
    }
    return draw_on(PdfCanvas{font, settings.program});
}

} // namespace

std::string make_report(const Recording& recording, const Analysis* analysis,
                        const ReportSettings& settings, const LongSignal* signal) {
    ReportSettings as_pdf = settings;
    as_pdf.format = PageFormat::pdf;
    return make_report_files(recording, analysis, as_pdf, signal).files.front();
}

ReportFiles make_report_files(const Recording& recording, const Analysis* analysis,
                              const ReportSettings& settings, const LongSignal* signal) {
    return files_of(settings, [&](Canvas& canvas) {
        draw_pages(canvas, recording, analysis, settings, signal);
    });
}

ReportFiles make_comparison_files(const Comparison& comparison, const ReportSettings& settings) {
    return files_of(settings,
                    [&](Canvas& canvas) { draw_comparison(canvas, comparison, settings); });
}

} // namespace ecg::report
