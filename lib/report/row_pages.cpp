#include "report/row_pages.hpp"

#include "report/strip_label.hpp"

#include <algorithm>

namespace ecg::report {
namespace {

constexpr double least_height_mv = 1.5; // of a row: a usual QRS keeps out of its neighbours
constexpr std::size_t most_pages = 3;   // of four rows, which are as high as rows become

bool has_height(const TraceLayout& layout) {
    const double gain = std::max(layout.scale.mm_per_mv, layout.chest_mm_per_mv);
    return pitch_of(layout) >= least_height_mv * gain;
}

} // namespace

std::vector<TraceLayout> lay_out_pages(const Recording& recording, const PageGeometry& page,
                                       const ReportSettings& settings, Layout layout) {
    std::size_t count = 1;
    const auto part = [&](std::size_t number) {
        return lay_out_traces(recording, page, settings, layout, {number, count});
    };
    const bool may_part = layout == Layout::twelve_by_one && suits_columns(recording);
    while (may_part && count < most_pages && !has_height(part(0))) {
        ++count;
    }
    std::vector<TraceLayout> pages;
    for (std::size_t number = 0; number < count; ++number) {
        pages.push_back(part(number));
    }
    return pages;
}

} // namespace ecg::report
