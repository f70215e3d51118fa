#include "report/text_blocks.hpp"

#include "report/style.hpp"
#include "report/text_layout.hpp"
#include "report/wording.hpp"

#include <array>
#include <span>

namespace ecg::report {
namespace {

constexpr double line_pitch = 3.85;
constexpr double finding_pitch = 4.2;
constexpr double rule_above = 3.1; // the rule between two findings, above the baseline
constexpr double after_verdict = 4.9;
constexpr double first_line = 7.9;
constexpr double number_right = 46; // where the numbers of the measurement block end
constexpr double unit_left = 47.2;

void draw_plate(Canvas& canvas, double right, double baseline, const std::string& words) {
    constexpr double padding = 1.6;
    const double width = canvas.text_width(words, style::plate) + 2 * padding;
    const Box box{right - width, baseline - 3.1, width, 4.2};
    canvas.fill(std::array{Point{box.left, box.top}, Point{box.right(), box.top},
                           Point{box.right(), box.bottom()}, Point{box.left, box.bottom()}},
                style::alarm);
    canvas.text({box.left + padding, baseline}, words, style::plate);
}

void draw_patient(Canvas& canvas, const Box& box, const Patient& patient) {
    const double room = box.width - 4;
    const bool named = !printable(patient.name).empty();
    const std::string name = named ? printable(patient.name) : "Name not given";
    const TextStyle style =
        fitted(canvas, name, named ? style::name : style::name_missing, room, 3);
    canvas.text({box.left, box.top + 4.4}, ellipsized(canvas, name, style, room), style);

    const std::string details = printable(patient_words(patient));
    const TextStyle smaller = fitted(canvas, details, style::body, room, 2);
    canvas.text({box.left, box.top + 9.6}, ellipsized(canvas, details, smaller, room), smaller);
}

void draw_acquisition(Canvas& canvas, const Box& box, const Recording& recording) {
    const std::string time = time_words(recording.info.start);
    text_right(canvas, {box.right(), box.top + 3.4}, time, style::strong);
    if (recording.info.device.demo) {
        const double taken = canvas.text_width(time, style::strong);
        draw_plate(canvas, box.right() - taken - 4, box.top + 3.4, "SYNTHETIC DEMO SIGNAL");
    }
    double y = box.top + 7.4;
    for (const std::string& words :
         {recording_words(recording), device_words(recording.info.device)}) {
        text_right(canvas, {box.right(), y},
                   ellipsized(canvas, printable(words), style::quiet, box.width), style::quiet);
        y += line_pitch;
    }
}

void draw_row(Canvas& canvas, Point at, double width, const MeasurementRow& row) {
    canvas.text(at, row.label, style::quiet);
    if (row.number.empty()) {
        const std::string words =
            "not measurable" + (row.reason.empty() ? "" : ": " + printable(row.reason));
        const double left = at.x + 26;
        canvas.text({left, at.y},
                    ellipsized(canvas, words, style::small_quiet, at.x + width - left),
                    style::small_quiet);
        return;
    }
    text_right(canvas, {at.x + number_right, at.y}, row.number, style::strong);
    canvas.text({at.x + unit_left, at.y}, row.unit, style::body);
}

/// Returns the baseline of the line that would come next.
double draw_finding_lines(Canvas& canvas, Point at, const FindingColumns& columns,
                          const std::vector<FindingLine>& lines) {
    const double width = columns.words + columns.gap + columns.reason;
    for (const FindingLine& line : lines) {
        if (line.begins) {
            const double y = at.y - rule_above;
            canvas.lines(std::array{Line{{at.x, y}, {at.x + width, y}}}, style::hairline);
        }
        canvas.text(at, line.words, line.critical ? style::warning : style::body);
        canvas.text({at.x + columns.words + columns.gap, at.y}, line.reason, style::quiet);
        at.y += finding_pitch;
    }
    return at.y;
}

/// The critical findings in at most two lines; each stands in the list as well.
std::vector<std::string> critical_lines(const Canvas& canvas, const Findings& findings,
                                        double width) {
    const std::string words = printable(critical_words(findings));
    std::vector<std::string> lines = wrapped(canvas, words, style::warning, width);
    if (lines.size() > 2) {
        lines.resize(2);
        lines[1] = ellipsized(canvas, lines[1] + " and more, see below", style::warning, width);
    }
    return lines;
}

/// How many lines of findings stand in height.
std::size_t lines_in(double height) {
    return height < 0 ? 1 : 1 + static_cast<std::size_t>(height / finding_pitch);
}

constexpr std::string_view notice =
    "Not a medical device. Must be reviewed by a qualified physician.";
constexpr std::string_view findings_heading = "AUTOMATED FINDINGS (RULE-BASED, UNCONFIRMED)";

} // namespace

void draw_title(Canvas& canvas, const PageGeometry& page, const Recording& recording) {
    draw_patient(canvas, page.patient, recording.info.patient);
    draw_acquisition(canvas, page.acquisition, recording);
    const double y = page.patient.bottom() - 1.6;
    canvas.lines(std::array{Line{{page.patient.left, y}, {page.acquisition.right(), y}}},
                 style::hairline);
}

void draw_measurements(Canvas& canvas, const Box& box, const Analysis* analysis) {
    Point at{box.left, box.top + first_line};
    const Point heading{box.left, box.top + heading_baseline};
    if (analysis == nullptr) {
        canvas.text(heading, "MEASUREMENTS", style::heading);
        canvas.text(at, "Not analysed", style::strong);
        const std::string hint = "To have it measured, pipe the recording through ecg-analyze: "
                                 "ecg-analyze FILE | ecg-report - -o OUT.pdf";
        for (const std::string& line : wrapped(canvas, hint, style::quiet, box.width)) {
            at.y += line_pitch;
            canvas.text(at, line, style::quiet);
        }
        return;
    }
    canvas.text(heading, measurement_heading(*analysis), style::heading);
    for (const MeasurementRow& row : measurement_rows(*analysis)) {
        draw_row(canvas, at, box.width, row);
        at.y += line_pitch;
    }
}

std::size_t finding_room(const Canvas& canvas, const Box& box, const Findings& findings) {
    const auto critical = static_cast<double>(critical_lines(canvas, findings, box.width).size());
    return lines_in(box.height - first_line - 1 - after_verdict - finding_pitch * critical);
}

std::size_t continued_room(const Box& box) {
    return lines_in(box.height - first_line);
}

void draw_findings(Canvas& canvas, const Box& box, const Findings& findings, ShownFindings shown) {
    canvas.text({box.left, box.top + heading_baseline}, findings_heading, style::heading);
    Point at{box.left, box.top + first_line + 0.6};
    canvas.text(at, severity_words(findings), style::verdict);
    at.y += after_verdict;
    for (const std::string& line : critical_lines(canvas, findings, box.width)) {
        canvas.text(at, line, style::warning);
        at.y += finding_pitch;
    }
    const FindingColumns columns = finding_columns(box.width);
    for (const FindingEntry& entry :
         finding_entries(canvas, std::span{findings}.first(shown.count), columns)) {
        at.y = draw_finding_lines(canvas, at, columns, entry);
    }
    if (shown.count < findings.size()) {
        canvas.text(at,
                    std::to_string(findings.size() - shown.count) + " more on page " +
                        std::to_string(shown.next_page),
                    style::strong);
    }
}

void draw_continued_findings(Canvas& canvas, const Box& box,
                             const std::vector<FindingLine>& lines) {
    canvas.text({box.left, box.top + heading_baseline},
                std::string{findings_heading} + ", CONTINUED", style::heading);
    draw_finding_lines(canvas, {box.left, box.top + first_line}, finding_columns(box.width), lines);
}

void draw_bandwidth_warning(Canvas& canvas, const Box& line, SampleRate rate) {
    const std::string words = bandwidth_words(rate);
    text_right(canvas, {line.right(), line.bottom()},
               ellipsized(canvas, words, style::small_warning, line.width), style::small_warning);
}

void draw_settings(Canvas& canvas, const Box& grid, const SettingsLines& lines) {
    const double y = grid.bottom() + 3.4;
    const double room = grid.width - canvas.text_width(lines.remark, style::small_warning) - 4;
    canvas.text({grid.left, y}, ellipsized(canvas, printable(lines.scale), style::small, room),
                style::small);
    text_right(canvas, {grid.right(), y}, lines.remark, style::small_warning);
    canvas.text({grid.left, y + 3},
                ellipsized(canvas, lines.filters, style::small_quiet, grid.width),
                style::small_quiet);
}

void draw_footer(Canvas& canvas, const PageGeometry& page, const Footer& footer) {
    constexpr double bar = 50;
    constexpr double tick = 0.9;
    const double left = page.grid.left;
    const double y = page.footer - 0.8;
    canvas.lines(std::array{Line{{left, y}, {left + bar, y}},
                            Line{{left, y - tick}, {left, y + tick}},
                            Line{{left + bar, y - tick}, {left + bar, y + tick}}},
                 style::measure_bar);
    const std::string bar_words = "50 mm in a true print";
    double x = left + bar + 2;
    canvas.text({x, page.footer}, bar_words, style::small_quiet);
    x += canvas.text_width(bar_words, style::small_quiet) + 4;
    if (page.height > page.width) { // too narrow for all of it in one line
        canvas.text({left, page.footer - 4}, notice, style::small);
    } else {
        canvas.text({x, page.footer}, notice, style::small);
        x += canvas.text_width(notice, style::small) + 4;
    }
    std::string right = footer.program;
    right += (right.empty() ? "Page " : " · page ") + std::to_string(footer.page) + " of " +
             std::to_string(footer.pages);
    text_right(canvas, {page.grid.right(), page.footer},
               ellipsized(canvas, printable(right), style::small_quiet, page.grid.right() - x),
               style::small_quiet);
}

} // namespace ecg::report
