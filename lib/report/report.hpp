// A recording and its analysis become a page on ECG paper.
#pragma once

#include "common/units.hpp"
#include "model/analysis.hpp"
#include "model/recording.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ecg::report {

enum class Paper { a4, letter };
enum class PageFormat { pdf, svg, png };

struct ReportSettings {
    Paper paper = Paper::a4;     ///< landscape
    double speed_mm_per_s = 25;  ///< 12.5, 25 or 50
    double gain_mm_per_mv = 10;  ///< 5, 10 or 20
    Lead rhythm_lead = Lead::II; ///< of the strip below the 3 x 4 leads
    std::string font_file;       ///< TrueType; "" = DejaVu Sans of the system
    PageFormat format = PageFormat::pdf;
    double dots_per_inch = 150; ///< of PNG
    std::string program;        ///< name and version for the footer, "ecg-tools 1.2.0"
};

inline constexpr double least_dots_per_inch = 50;
inline constexpr double most_dots_per_inch = 600; ///< 140 MB of pixels a page

/// The bytes of a PDF: 3 x 4 leads and a rhythm strip in true millimetres, the words above them,
/// and further pages for findings that found no room. A recording of few leads is drawn in rows
/// of the whole width instead. analysis absent: the page says "not analysed" where its numbers
/// would stand. Throws Error{data} when the recording has no sample to draw, Error{usage} when
/// speed or gain is none of the above, Error{unavailable} when the font is missing.
std::string make_report(const Recording& recording, const Analysis* analysis,
                        const ReportSettings& settings);

/// The same pages in settings.format: one file of them all as PDF, a file a page as SVG and PNG.
/// Throws as make_report does, and Error{usage} when dots_per_inch is out of its limits.
std::vector<std::string> make_report_files(const Recording& recording, const Analysis* analysis,
                                           const ReportSettings& settings);

} // namespace ecg::report
