#include "report/report.hpp"

#include "report/font_file.hpp"
#include "report/pages.hpp"
#include "report/pdf_canvas.hpp"

namespace ecg::report {

std::string make_report(const Recording& recording, const Analysis* analysis,
                        const ReportSettings& settings) {
    PdfCanvas canvas{font_file(settings.font_file)};
    draw_pages(canvas, recording, analysis, settings);
    return canvas.bytes();
}

} // namespace ecg::report
