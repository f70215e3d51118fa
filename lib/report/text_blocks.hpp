// The blocks of words on a page.
#pragma once

#include "model/analysis.hpp"
#include "model/recording.hpp"
#include "report/findings_layout.hpp"
#include "report/page_geometry.hpp"

#include <string>
#include <vector>

namespace ecg::report {

/// Who and when: on every page.
void draw_title(Canvas& canvas, const PageGeometry& page, const Recording& recording);

/// The numbers, or how to come by them when analysis is absent.
void draw_measurements(Canvas& canvas, const Box& box, const Analysis* analysis);

/// How many lines of findings the box of the first page holds below severity and critical line.
std::size_t finding_room(const Canvas& canvas, const Box& box, const Findings& findings);

/// How many lines a page of nothing but findings holds.
std::size_t continued_room(const Box& box);

/// How many findings a page shows, and on which page the others begin.
struct ShownFindings {
    std::size_t count = 0;
    std::size_t next_page = 2;
};

/// Heading, severity, critical line and the findings that are shown; of the rest it is said where
/// they stand.
void draw_findings(Canvas& canvas, const Box& box, const Findings& findings, ShownFindings shown);

/// Findings on a page of their own.
void draw_continued_findings(Canvas& canvas, const Box& box, const std::vector<FindingLine>& lines);

/// The warning of a rate too low for diagnosis, at the right end of line; nothing at other rates.
void draw_bandwidth_warning(Canvas& canvas, const Box& line, SampleRate rate);

/// What stands right below the grid: the scale, what was done to the signal, and a remark.
struct SettingsLines {
    std::string scale;
    std::string filters;
    std::string remark;
};

void draw_settings(Canvas& canvas, const Box& grid, const SettingsLines& lines);

struct Footer {
    std::string program;
    std::size_t page = 1;
    std::size_t pages = 1;
};

/// The notice, the program, the page's number, and a bar that shows whether the print is true.
void draw_footer(Canvas& canvas, const PageGeometry& page, const Footer& footer);

} // namespace ecg::report
