#include "report/page_geometry.hpp"

#include "report/layout_table.hpp"

#include <utility>

namespace ecg::report {
namespace {

constexpr double top_margin = 8;
constexpr double title_height = 15;
constexpr double above_grid = 2;
constexpr double warning_height = 4.2; // where it has a line of its own
constexpr double from_edge = 4.8;      // the last baseline

/// What differs between a page that lies and one that stands.
struct Proportions {
    double signal_width;
    double grid_height;
    double foot_height; // settings lines, footer and bottom margin
    double patient_width;
    double measurement_width;
    double column_gap;
};

constexpr Proportions lying{250, 135, 15, 150, 84, 8};
constexpr Proportions standing{180, 195, 19, 112, 80, 6};

} // namespace

Orientation orientation_of(const ReportSettings& settings, Layout layout) {
    return settings.orientation == Orientation::automatic ? table_of(layout).paper
                                                          : settings.orientation;
}

PageGeometry page_geometry(Paper paper, Orientation orientation) {
    const bool stands = orientation == Orientation::portrait;
    const Proportions& p = stands ? standing : lying;
    PageGeometry page;
    page.width = paper == Paper::a4 ? 297 : 279.4;
    page.height = paper == Paper::a4 ? 210 : 215.9;
    if (stands) {
        std::swap(page.width, page.height);
    }
    page.signal_width = p.signal_width;

    const double width = pulse_zone + p.signal_width;
    const double left = (page.width - width) / 2;
    page.grid = {left, page.height - p.foot_height - p.grid_height, width, p.grid_height};
    page.patient = {left, top_margin, p.patient_width, title_height};
    page.acquisition = {left + p.patient_width, top_margin, width - p.patient_width, title_height};

    const double title_bottom = top_margin + title_height;
    const double words_top = title_bottom + (stands ? warning_height : 0);
    const double words_height = page.grid.top - above_grid - words_top;
    page.measurements = {left, words_top, p.measurement_width, words_height};
    const double findings_left = left + p.measurement_width + p.column_gap;
    page.findings = {findings_left, words_top, left + width - findings_left, words_height};
    page.warning = stands ? Box{left, title_bottom, width, heading_baseline}
                          : Box{findings_left, words_top, page.findings.width, heading_baseline};
    page.continued = {left, words_top, width, page.grid.bottom() - words_top};
    page.footer = page.height - from_edge;
    return page;
}

} // namespace ecg::report
