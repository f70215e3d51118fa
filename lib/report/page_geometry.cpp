#include "report/page_geometry.hpp"

namespace ecg::report {
namespace {

constexpr double top_margin = 8;
constexpr double foot_height = 15; // settings line, footer and bottom margin
constexpr double title_height = 15;
constexpr double grid_height = 135;
constexpr double above_grid = 2;
constexpr double measurement_width = 84;
constexpr double column_gap = 8;
constexpr double patient_width = 150;

} // namespace

PageGeometry page_geometry(Paper paper) {
    PageGeometry page;
    page.width = paper == Paper::a4 ? 297 : 279.4;
    page.height = paper == Paper::a4 ? 210 : 215.9;

    const double width = pulse_zone + signal_width;
    const double left = (page.width - width) / 2;
    page.grid = {left, page.height - foot_height - grid_height, width, grid_height};
    page.patient = {left, top_margin, patient_width, title_height};
    page.acquisition = {left + patient_width, top_margin, width - patient_width, title_height};

    const double words_top = top_margin + title_height;
    const double words_height = page.grid.top - above_grid - words_top;
    page.measurements = {left, words_top, measurement_width, words_height};
    const double findings_left = left + measurement_width + column_gap;
    page.findings = {findings_left, words_top, left + width - findings_left, words_height};
    page.continued = {left, words_top, width, page.grid.bottom() - words_top};
    page.footer = page.height - 4.8;
    return page;
}

} // namespace ecg::report
