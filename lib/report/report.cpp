#include "report/report.hpp"

#include "common/error.hpp"
#include "common/text.hpp"
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

} // namespace

std::string make_report(const Recording& recording, const Analysis* analysis,
                        const ReportSettings& settings) {
    PdfCanvas canvas{font_file(settings.font_file)};
    draw_pages(canvas, recording, analysis, settings);
    return canvas.bytes();
}

std::vector<std::string> make_report_files(const Recording& recording, const Analysis* analysis,
                                           const ReportSettings& settings) {
    if (settings.format == PageFormat::svg) {
        SvgCanvas canvas{font_file(settings.font_file)};
        draw_pages(canvas, recording, analysis, settings);
        return canvas.files();
    }
    if (settings.format == PageFormat::png) {
        check_dots(settings.dots_per_inch);
        PngCanvas canvas{font_file(settings.font_file), settings.dots_per_inch};
        draw_pages(canvas, recording, analysis, settings);
        return canvas.files();
    }
    return {make_report(recording, analysis, settings)};
}

} // namespace ecg::report
