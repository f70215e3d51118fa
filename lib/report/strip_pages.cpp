#include "report/strip_pages.hpp"

#include "common/error.hpp"
#include "common/text.hpp"
#include "report/moments.hpp"
#include "report/strip_block.hpp"
#include "report/strip_time.hpp"
#include "report/style.hpp"
#include "report/text_blocks.hpp"
#include "report/text_layout.hpp"
#include "report/wording.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ecg::report {
namespace {

constexpr double first_note = 3.8; // baseline below that of the heading
constexpr double note_pitch = 3.3; // of the notes' lines
constexpr double below_notes = 2.4;
constexpr double between_strips = 1.2;
constexpr std::size_t most_note_lines = 2;
constexpr double least_height = 20; // mm of grid

/// How much of a lead its band shows at least, in mV.
struct BandHeight {
    double alone;
    double of_two;
};

constexpr BandHeight of_moments{2.8, 2.0};
constexpr BandHeight of_stretch{2.2, 1.8}; // for an overview

/// All strips, and what the pages say of them.
struct StripPlan {
    std::vector<StripRow> rows;
    std::string heading;
    std::string note;
};

/// Where strips stand on each page.
struct StripGrid {
    PageGeometry page;
    std::vector<std::string> notes;
    double top = 0;    ///< of the first strip
    double pitch = 0;  ///< from strip to strip
    double height = 0; ///< of a strip with its words
    std::size_t rows = 1;
};

double greatest_gain(const ReportSettings& settings) {
    return std::max(settings.gain_mm_per_mv,
                    settings.chest_gain_mm_per_mv.value_or(settings.gain_mm_per_mv));
}

StripGrid strip_grid(const PageInput& input, std::size_t leads, const BandHeight& band,
                     std::size_t note_lines) {
    StripGrid grid;
    grid.page = page_geometry(input.settings.paper, orientation_of(input.settings, Layout::strips));
    const Box& room = grid.page.continued;
    grid.top = room.top + heading_baseline + first_note +
               note_pitch * (static_cast<double>(note_lines) - 1) + below_notes;
    const double gain = greatest_gain(input.settings);
    const double least =
        std::max(least_height, leads > 1 ? 2 * band.of_two * gain : band.alone * gain);
    const double height = room.bottom() - grid.top + between_strips;
    grid.rows = std::max<std::size_t>(
        1, static_cast<std::size_t>(height / (above_strip + least + between_strips)));
    grid.pitch = height / static_cast<double>(grid.rows);
    constexpr double square = 5;
    grid.height =
        above_strip + std::floor((grid.pitch - above_strip - between_strips) / square) * square;
    return grid;
}

Seconds width_of(const PageInput& input) {
    const PageGeometry page =
        page_geometry(input.settings.paper, orientation_of(input.settings, Layout::strips));
    return Seconds{page.signal_width / input.settings.speed_mm_per_s};
}

/// Strip after strip.
std::vector<StripRow> rows_over(const Stretch& stretch, Seconds width) {
    constexpr double slack = 1e-9;
    std::vector<StripRow> rows;
    for (Seconds from = stretch.from; from < stretch.to - width * slack; from += width) {
        StripRow row;
        row.window = {from, std::min(from + width, stretch.to)};
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string time_words(Seconds time, const RecordingInfo& info) {
    const std::string clock = clock_words(time, info);
    return elapsed_words(time) + (clock.empty() ? "" : " (" + clock + " UTC)");
}

std::string subject_of(const PageInput& input) {
    const std::string& source = input.recording.info.source;
    return source.empty() ? "recording" : source;
}

/// What the settings ask for, within the recording; as far as the usual pages hold where they do
/// not say how far.
Stretch asked_stretch(const PageInput& input, Seconds on_usual_pages) {
    const Stretch whole = whole_of(input.recording);
    Stretch asked{whole.from, whole.to};
    if (input.settings.strips_from) {
        asked.from = std::max(whole.from, in_session(*input.settings.strips_from, input.recording));
    }
    if (asked.from >= whole.to) {
        throw Error{ErrorKind::data, subject_of(input) + ": ends at " + elapsed_words(whole.to) +
                                         ", and nothing is left from " + elapsed_words(asked.from) +
                                         " on"};
    }
    if (!input.settings.strips_to) {
        asked.to = std::min(whole.to, asked.from + on_usual_pages);
        return asked;
    }
    const Seconds to = in_session(*input.settings.strips_to, input.recording);
    if (to <= asked.from) {
        throw Error{ErrorKind::data, subject_of(input) + ": strips up to " + elapsed_words(to) +
                                         " cannot begin at " + elapsed_words(asked.from)};
    }
    asked.to = std::min(whole.to, to);
    return asked;
}

StripPlan plan_stretch(const PageInput& input, const StripGrid& grid) {
    const Seconds width = width_of(input);
    const Seconds page = width * static_cast<double>(grid.rows);
    const Stretch asked =
        asked_stretch(input, page * static_cast<double>(input.settings.strip_pages));
    const double pages = std::ceil(asked.length() / page - 1e-9);
    if (pages > static_cast<double>(most_strip_pages)) {
        throw Error{ErrorKind::usage,
                    subject_of(input) + ": strips from " + elapsed_words(asked.from) + " to " +
                        elapsed_words(asked.to) + " would take " + format_number(pages, 0) +
                        " pages, and " + std::to_string(most_strip_pages) + " are the most"};
    }
    return {rows_over(asked, width), "RHYTHM STRIPS, CONTINUOUS",
            "From " + time_words(asked.from, input.recording.info) + " to " +
                time_words(asked.to, input.recording.info)};
}

/// One page from the beginning on.
StripPlan plan_beginning(const PageInput& input, std::size_t rows, const std::string& why) {
    const Seconds width = width_of(input);
    const Stretch whole = whole_of(input.recording);
    const Seconds end = std::min(whole.to, whole.from + width * static_cast<double>(rows));
    return {rows_over({whole.from, end}, width), "RHYTHM STRIPS, THE BEGINNING", why};
}

StripPlan plan_moments(const PageInput& input, std::size_t room) {
    StripPlan plan;
    const Moments moments = choose_moments(*input.analysis, input.signal.gaps,
                                           {room, width_of(input), whole_of(input.recording)});
    for (const Moment& moment : moments.shown) {
        plan.rows.push_back(
            {moment.window, moment.words, moment.reason, moment.critical, moment.shows});
    }
    plan.heading = input.settings.confirmed
                       ? "RHYTHM STRIPS, NOTABLE MOMENTS (AUTOMATED), CONFIRMED"
                       : "RHYTHM STRIPS, NOTABLE MOMENTS (AUTOMATED, UNCONFIRMED)";
    plan.note = moments.others.empty()
                    ? "All episodes other than plain sinus rhythm begin on a strip."
                    : "Episodes that begin on no strip: " + moments.others;
    return plan;
}

/// What the pages show; the number of strips on a page depends on what that is.
std::pair<StripPlan, StripGrid> plan_strips(const Canvas& canvas, const PageInput& input,
                                            std::size_t leads) {
    const ReportSettings& settings = input.settings;
    if (settings.strips_from || settings.strips_to) {
        StripGrid grid = strip_grid(input, leads, of_stretch, 1);
        StripPlan plan = plan_stretch(input, grid);
        grid.notes = {plan.note};
        return {std::move(plan), std::move(grid)};
    }
    StripGrid grid = strip_grid(input, leads, of_moments, most_note_lines);
    StripPlan plan;
    const bool short_one = whole_of(input.recording).length() <= width_of(input);
    if (input.analysis == nullptr) {
        plan = plan_beginning(input, grid.rows,
                              "Not analysed: no moments were looked for. To have it done, pipe the "
                              "recording through ecg-analyze.");
    } else if (short_one) {
        plan = plan_beginning(input, 1, "The recording is no longer than one strip.");
    } else {
        plan = plan_moments(input, grid.rows * settings.strip_pages);
    }
    if (plan.rows.empty()) {
        plan = plan_beginning(input, grid.rows, "Too few beats for a choice of moments.");
    }
    grid.notes = wrapped(canvas, plan.note, style::small_quiet, grid.page.continued.width);
    if (grid.notes.size() > most_note_lines) {
        grid.notes.resize(most_note_lines);
        grid.notes.back() = ellipsized(canvas, grid.notes.back() + ", and more", style::small_quiet,
                                       grid.page.continued.width);
    }
    return {std::move(plan), std::move(grid)};
}

std::string lead_words(const std::vector<std::string>& leads, Lead wanted) {
    if (leads.size() > 1) {
        return "leads " + printable(leads[0]) + " and " + printable(leads[1]);
    }
    const std::string name{name_of(wanted)};
    return "lead " + printable(leads.front()) +
           (lead_named(leads.front()) == wanted ? "" : " (" + name + " was not recorded)");
}

std::string scale_line(const PageInput& input, const std::vector<std::string>& leads) {
    const ReportSettings& settings = input.settings;
    std::string words = format_number(settings.speed_mm_per_s, 1) + " mm/s · " +
                        format_number(settings.gain_mm_per_mv, 1) + " mm/mV";
    const double chest = settings.chest_gain_mm_per_mv.value_or(settings.gain_mm_per_mv);
    if (chest != settings.gain_mm_per_mv) {
        words += ", chest leads " + format_number(chest, 1) + " mm/mV";
    }
    words += " · " + lead_words(leads, settings.rhythm_lead) + " · strips of " +
             format_number(width_of(input).count(), 2) + " s";
    if (input.analysis != nullptr) {
        words += " · above the beats: S supraventricular, V ventricular, F fusion, Q unclassified";
    }
    return words;
}

void draw_heading(Canvas& canvas, const StripGrid& grid, const PageInput& input,
                  const std::string& heading) {
    const Box& room = grid.page.continued;
    draw_bandwidth_warning(canvas, grid.page.warning, input.recording.rate);
    double y = room.top + heading_baseline;
    canvas.text({room.left, y}, heading, style::heading);
    y += first_note;
    for (const std::string& line : grid.notes) {
        canvas.text({room.left, y}, line, style::small_quiet);
        y += note_pitch;
    }
}

std::string remark_words(const ChartRemarks& remarks, const Analysis* analysis) {
    std::string words = remarks.cut ? "▲▼ trace cut: it goes further" : "";
    if (!remarks.has_trace) {
        words = "no signal in any strip";
    }
    if (analysis != nullptr && !analysis->complete) {
        words += words.empty() ? "" : " · ";
        words += "incomplete: the recording's file was cut";
    }
    return words;
}

} // namespace

PagePlan strip_pages(const Canvas& canvas, const PageInput& input) {
    const std::vector<std::string> leads = strip_leads(input.recording, input.settings.rhythm_lead);
    auto [plan, grid] = plan_strips(canvas, input, leads.size());
    PagePlan pages;
    for (std::size_t first = 0; first < plan.rows.size(); first += grid.rows) {
        const std::size_t end = std::min(first + grid.rows, plan.rows.size());
        std::vector<StripRow> rows(plan.rows.begin() + static_cast<std::ptrdiff_t>(first),
                                   plan.rows.begin() + static_cast<std::ptrdiff_t>(end));
        pages.push_back(
            {grid.page, [=, place = grid, heading = plan.heading](Canvas& on, std::size_t) {
                 draw_heading(on, place, input, heading);
                 ChartRemarks all;
                 for (std::size_t i = 0; i < rows.size(); ++i) {
                     const Box& room = place.page.continued;
                     const Box box{room.left, place.top + place.pitch * static_cast<double>(i),
                                   room.width, place.height};
                     const ChartRemarks one = draw_strip_block(on, box, rows[i], input);
                     all.cut = all.cut || one.cut;
                     all.has_trace = all.has_trace || one.has_trace;
                 }
                 draw_settings(on, place.page, place.page.grid,
                               {scale_line(input, leads),
                                filter_words(input.analysis, input.recording.rate),
                                remark_words(all, input.analysis)});
             }});
    }
    return pages;
}

} // namespace ecg::report
