// A recording and its analysis become a page on ECG paper.
#pragma once

#include "common/units.hpp"
#include "model/analysis.hpp"
#include "model/recording.hpp"
#include "report/comparison.hpp"
#include "report/strip_signal.hpp"
#include "report/strip_time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ecg::report {

enum class Paper { a4, letter };
enum class PageFormat { pdf, svg, png };
enum class Orientation { automatic, landscape, portrait };
/// What is on a page. The first six hold for recordings of the twelve leads; medians are the
/// representative beat and its measurements, strips are stretches of a long recording, on pages of
/// their own, and trend is of all of it.
enum class Layout {
    three_by_four_one,
    three_by_four_three,
    six_by_two,
    six_by_two_one,
    twelve_by_one,
    four_by_three,
    medians,
    strips,
    trend
};
enum class LeadOrder { standard, cabrera };
enum class Columns { automatic, simultaneous, sequential };
enum class GridColour { pink, grey, none };

/// Who read an analysed recording and stands for its findings.
struct Confirmation {
    std::string name;
    std::optional<UtcTime> time; ///< absent: not told
};

struct ReportSettings {
    Paper paper = Paper::a4;
    Orientation orientation = Orientation::automatic;       ///< automatic: what suits the layout
    std::vector<Layout> layouts{Layout::three_by_four_one}; ///< page after page
    LeadOrder lead_order = LeadOrder::standard;
    Columns columns = Columns::automatic; ///< automatic: sequential where the signal fills them
    GridColour grid = GridColour::pink;
    double speed_mm_per_s = 25; ///< 12.5, 25 or 50
    double gain_mm_per_mv = 10; ///< 5, 10 or 20
    /// Of the representative beat, the same choices; absent: the greatest at which it fits.
    std::optional<double> median_speed_mm_per_s = {};
    std::optional<double> median_gain_mm_per_mv = {};
    std::optional<double> chest_gain_mm_per_mv = {}; ///< of V1 to V6; absent: as the others
    Lead rhythm_lead = Lead::II;                     ///< of the first strip below the others
    std::size_t strip_pages = 4;          ///< of Layout::strips, at most; 1 to most_strip_pages
    std::optional<StripTime> strips_from; ///< with strips_to a stretch as a whole; both absent:
    std::optional<StripTime> strips_to;   ///< the moments that are notable
    std::string font_file;                ///< of a PDF TrueType; "" = DejaVu Sans of the system
    PageFormat format = PageFormat::pdf;
    double dots_per_inch = 150;                 ///< of PNG
    std::optional<Confirmation> confirmed = {}; ///< absent: the findings are unconfirmed
    std::string program; ///< name and version for the footer, "ecg-tools 1.2.0"
};

inline constexpr std::size_t most_strip_pages = 200;
inline constexpr double least_dots_per_inch = 50;
inline constexpr double most_dots_per_inch = 600; ///< 140 MB of pixels a page

/// The bytes of a PDF: the twelve leads and rhythm strips in true millimetres, the words above
/// them, and further pages for findings that found no room. A recording of few leads is drawn in
/// rows of the whole width instead. analysis absent: the page says "not analysed" where its
/// numbers would stand. signal: what rhythm strips are taken of where recording holds only the
/// beginning; absent: of recording. Throws Error{data} when the recording has no sample, or none
/// from strips_from on, Error{usage} when speed or a gain is none of the above or the strips asked
/// for take more than most_strip_pages, Error{unavailable} when the font is missing.
std::string make_report(const Recording& recording, const Analysis* analysis,
                        const ReportSettings& settings, const LongSignal* signal = nullptr);

struct ReportFiles {
    std::vector<std::string> files;
    std::u32string missing; ///< letters that the font lacks, each once, in order; drawn as boxes
    std::string font;       ///< its name
};

/// The same pages in settings.format: one file of them all as PDF, a file a page as SVG and PNG.
/// Throws as make_report does, and Error{usage} when dots_per_inch is out of its limits.
ReportFiles make_report_files(const Recording& recording, const Analysis* analysis,
                              const ReportSettings& settings, const LongSignal* signal = nullptr);

/// Two ECGs beside each other with what differs between them, in settings.format: as
/// make_report_files, but for layouts, columns, rhythm lead and strips, which have no part in it.
ReportFiles make_comparison_files(const Comparison& comparison, const ReportSettings& settings);

} // namespace ecg::report
