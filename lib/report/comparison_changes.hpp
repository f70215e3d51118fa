// The findings of a comparison: new, gone or still there.
#pragma once

#include "report/comparison.hpp"
#include "report/findings_layout.hpp"

#include <vector>

namespace ecg::report {

/// Which findings stand where.
struct ChangePages {
    std::vector<std::vector<FindingLine>> lines; ///< page by page; the first is that of the ECGs
    std::size_t left = 0;                        ///< findings that are not on it
};

/// Findings for first, the box on the page of the ECGs, and for pages of nothing else.
ChangePages lay_out_changes(const Canvas& canvas, const Box& first, const Box& continued,
                            const std::vector<ComparedFinding>& findings);

/// Those of that page, 0 for the first.
void draw_changes(Canvas& canvas, const Box& box, const ChangePages& pages, std::size_t page);

} // namespace ecg::report
