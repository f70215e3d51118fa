#include "report/text_blocks.hpp"

#include "report/style.hpp"
#include "report/text_layout.hpp"
#include "report/wording.hpp"

#include <array>
#include <utility>

namespace ecg::report {
namespace {

constexpr double line_pitch = 3.85;
constexpr double first_line = 7.9;
constexpr double number_right = 46; // where the numbers of the measurement block end
constexpr double unit_left = 47.2;
constexpr double first_setting = 3.2; // below the grid
constexpr double setting_pitch = 2.8;
constexpr double line_of_small = 2.1;
constexpr double notice_above = 3.2; // of the footer, where it has a line of its own

void draw_acquisition(Canvas& canvas, const Box& box, const Recording& recording) {
    const std::string time = time_words(recording.info.start);
    text_right(canvas, {box.right(), box.top + 3.4}, time, style::strong);
    if (recording.info.device.demo) {
        const double taken = canvas.text_width(time, style::strong);
        draw_plate(canvas, {box.right() - taken - 4, box.top + 3.4}, "SYNTHETIC DEMO SIGNAL",
                   style::alarm);
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

bool stands(const PageGeometry& page) {
    return page.height > page.width;
}

constexpr std::string_view notice =
    "Not a medical device. Must be reviewed by a qualified physician.";

} // namespace

void draw_plate(Canvas& canvas, Point right, const std::string& words, const Colour& colour) {
    constexpr double padding = 1.6;
    const double width = canvas.text_width(words, style::plate) + 2 * padding;
    const Box box{right.x - width, right.y - 3.1, width, 4.2};
    canvas.fill(std::array{Point{box.left, box.top}, Point{box.right(), box.top},
                           Point{box.right(), box.bottom()}, Point{box.left, box.bottom()}},
                colour);
    canvas.text({box.left + padding, right.y}, words, style::plate);
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

void draw_bandwidth_warning(Canvas& canvas, const Box& line, SampleRate rate) {
    const std::string words = bandwidth_words(rate);
    text_right(canvas, {line.right(), line.bottom()},
               ellipsized(canvas, words, style::small_warning, line.width), style::small_warning);
}

void draw_settings(Canvas& canvas, const PageGeometry& page, const Box& grid,
                   const SettingsLines& lines) {
    const std::string scale = printable(lines.scale);
    const std::array rows{std::pair{std::string_view{scale}, style::small},
                          std::pair{std::string_view{lines.filters}, style::small_quiet},
                          std::pair{std::string_view{}, style::small_quiet}};
    const double remark = canvas.text_width(lines.remark, style::small_warning) + 4;
    const double next = page.footer - (stands(page) ? notice_above : 0);
    const bool third = next - grid.bottom() - first_setting - 2 * setting_pitch >= line_of_small;
    std::size_t beside = third ? 2 : 0; // the row that makes room for the remark
    for (std::size_t i = 0; i < 2; ++i) {
        if (canvas.text_width(rows[i].first, rows[i].second) + remark <= grid.width) {
            beside = i;
            break;
        }
    }
    double y = grid.bottom() + first_setting;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto& [words, style] = rows[i];
        const bool shares = i == beside && !lines.remark.empty();
        if (shares) {
            const std::string cut =
                ellipsized(canvas, lines.remark, style::small_warning, grid.width);
            text_right(canvas, {grid.right(), y}, cut, style::small_warning);
        }
        const double room = shares ? grid.width - remark : grid.width;
        if (room > 0) {
            canvas.text({grid.left, y}, ellipsized(canvas, words, style, room), style);
        }
        y += setting_pitch;
    }
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
    if (stands(page)) { // too narrow for all of it in one line
        canvas.text({left, page.footer - notice_above}, notice, style::small);
    } else {
        canvas.text({x, page.footer}, notice, style::small);
        x += canvas.text_width(notice, style::small) + 4;
    }
    std::string right = footer.made_by;
    right += (right.empty() ? "Page " : " · page ") + std::to_string(footer.page) + " of " +
             std::to_string(footer.pages);
    text_right(canvas, {page.grid.right(), page.footer},
               ellipsized(canvas, printable(right), style::small_quiet, page.grid.right() - x),
               style::small_quiet);
}

} // namespace ecg::report
