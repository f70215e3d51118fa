// The findings on a page: what they say together, each with its reason, and whether a person
// confirmed them.
#pragma once

#include "model/findings.hpp"
#include "report/findings_layout.hpp"
#include "report/page_geometry.hpp"

#include <optional>
#include <vector>

namespace ecg::report {

/// What the heads of the findings say; all of it outlives its use.
struct FindingsHead {
    const Findings& findings;
    const std::optional<Confirmation>& confirmed;
};

/// How many lines of findings the box of the first page holds below status, severity and critical
/// line.
std::size_t finding_room(const Canvas& canvas, const Box& box, const FindingsHead& head);

/// Draws lines from that baseline on; returns the baseline of the line that would come next.
double draw_finding_lines(Canvas& canvas, Point at, const FindingColumns& columns,
                          const std::vector<FindingLine>& lines);

/// How many lines of findings a box holds that has nothing but them and their heading.
std::size_t continued_room(const Box& box);

/// The first baseline of such a box, below its top.
inline constexpr double first_finding = 7.9;

/// How many findings a page shows, and on which page the others begin.
struct ShownFindings {
    std::size_t count = 0;
    std::size_t next_page = 2;
};

/// Heading, severity, status, critical line and the findings that are shown; of the rest it is said
/// where they stand.
void draw_findings(Canvas& canvas, const Box& box, const FindingsHead& head, ShownFindings shown);

/// Findings on a page of their own.
void draw_continued_findings(Canvas& canvas, const Box& box,
                             const std::optional<Confirmation>& confirmed,
                             const std::vector<FindingLine>& lines);

} // namespace ecg::report
