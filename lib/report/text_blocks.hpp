// The blocks of words on a page.
#pragma once

#include "model/analysis.hpp"
#include "model/recording.hpp"
#include "report/page_geometry.hpp"

#include <string>

namespace ecg::report {

/// White words on a plate of that colour which ends at right, the end of their baseline.
void draw_plate(Canvas& canvas, Point right, const std::string& words, const Colour& colour);

/// The name, and below it id, age and sex.
void draw_patient(Canvas& canvas, const Box& box, const Patient& patient);

/// Who and when: on every page.
void draw_title(Canvas& canvas, const PageGeometry& page, const Recording& recording);

/// The numbers, or how to come by them when analysis is absent.
void draw_measurements(Canvas& canvas, const Box& box, const Analysis* analysis);

/// The warning of a rate too low for diagnosis, at the right end of line; nothing at other rates.
void draw_bandwidth_warning(Canvas& canvas, const Box& line, SampleRate rate);

/// What stands right below the grid: the scale, what was done to the signal, and a remark, beside
/// the one or the other, or below them where that leaves room.
struct SettingsLines {
    std::string scale;
    std::string filters;
    std::string remark;
};

void draw_settings(Canvas& canvas, const PageGeometry& page, const Box& grid,
                   const SettingsLines& lines);

struct Footer {
    std::string made_by; ///< program and version, version of the criteria, mark of the content
    std::size_t page = 1;
    std::size_t pages = 1;
};

/// The notice, who made the page, the page's number, and a bar that shows whether the print is
/// true.
void draw_footer(Canvas& canvas, const PageGeometry& page, const Footer& footer);

} // namespace ecg::report
