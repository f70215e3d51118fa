#include "report/hrv_page.hpp"

#include "report/axis.hpp"
#include "report/hrv_rows.hpp"
#include "report/poincare_plot.hpp"
#include "report/spectrum_plot.hpp"
#include "report/style.hpp"
#include "report/tachogram.hpp"
#include "report/text_blocks.hpp"
#include "report/text_layout.hpp"
#include "report/time_axis.hpp"
#include "report/trend_page.hpp"

#include <algorithm>
#include <string>

namespace ecg::report {
namespace {

constexpr double heading_height = 6;
constexpr double band_names = 3; // above the spectrum
constexpr double gutter = 12;    // for the numbers of an axis
constexpr double right_gutter = 9;
constexpr double tick_room = 4.5;
constexpr double gap = 4;
constexpr double number_right = 38;

/// Where everything stands. Plots have their heading above and their ticks beside them.
struct HrvBoxes {
    Box tachogram; ///< with its heading
    Box poincare;
    Box spectrum;
    Box time_numbers;
    Box power_numbers;
};

HrvBoxes lying(const Box& all) {
    constexpr double plots_height = 92;
    constexpr double numbers_width = 88;
    const double top = all.bottom() - plots_height;
    const double poincare = plots_height - heading_height - tick_room + gutter; // a square
    const double numbers_left = all.right() - numbers_width;
    const double spectrum_left = all.left + poincare + gap;
    return {{all.left, all.top, all.width, all.height - plots_height - gap},
            {all.left, top, poincare, plots_height},
            {spectrum_left, top, numbers_left - 2 * gap - spectrum_left, plots_height},
            {numbers_left, top, numbers_width, 0.64 * plots_height},
            {numbers_left, top + 0.64 * plots_height, numbers_width, 0.36 * plots_height}};
}

HrvBoxes standing(const Box& all) {
    constexpr double numbers_height = 66;
    const double half = (all.width - gap) / 2;
    const double plots_height = half - gutter + heading_height + tick_room;
    const double numbers_top = all.bottom() - numbers_height;
    const double top = numbers_top - gap - plots_height;
    const double right = all.left + half + gap;
    return {{all.left, all.top, all.width, top - gap - all.top},
            {all.left, top, half, plots_height},
            {right, top, half, plots_height},
            {all.left, numbers_top, half, numbers_height},
            {right, numbers_top, half, numbers_height}};
}

/// The plot within a box: below the heading, right of its numbers and above those of x.
Box plot_in(const Box& box, double below_heading) {
    const double top = box.top + heading_height + below_heading;
    return {box.left + gutter, top, box.width - gutter, box.bottom() - tick_room - top};
}

Box square_in(const Box& box) {
    const Box plot = plot_in(box, 0);
    const double side = std::min(plot.width, plot.height);
    return {plot.left, plot.top, side, side};
}

Box heading_of(const Box& box) {
    return {box.left, box.top, box.width, heading_height};
}

void draw_numbers(Canvas& canvas, const HrvBoxes& boxes, const Analysis& analysis) {
    const Box& time = boxes.time_numbers;
    const Box& power = boxes.power_numbers;
    canvas.text({time.left, time.top + heading_baseline}, "TIME DOMAIN", style::heading);
    Box rows{time.left, time.top + 8, time.width, 0};
    const auto say = [&](const std::string& words, TextStyle style) {
        constexpr double smallest = 2;
        style = fitted(canvas, words, style, time.width, smallest);
        for (const std::string& line : wrapped(canvas, printable(words), style, time.width)) {
            canvas.text({rows.left, rows.top}, line, style);
            rows.top += value_pitch;
        }
    };
    say(hrv_caution(analysis), style::small_warning);
    say(hrv_left_out_words(analysis.measurements.hrv), style::small);
    draw_value_rows(canvas, rows, number_right, hrv_time_rows(analysis));
    const std::vector<ValueRow> powers = hrv_power_rows(analysis);
    if (!powers.empty()) {
        canvas.text({power.left, power.top + heading_baseline}, "POWERS BY WELCH'S METHOD",
                    style::heading);
        draw_value_rows(canvas, {power.left, power.top + 8, power.width, 0}, number_right, powers);
    }
}

constexpr const char* poincare_reading =
    "Poincaré: dark are NN intervals, with the ellipse of SD1 and SD2 around their mean; pale are "
    "pairs with an interval that was left out.";
constexpr const char* spectrum_reading =
    "Spectrum: areas by Welch's method, the orange line by Lomb and Scargle's.";

} // namespace

void draw_hrv_page(Canvas& canvas, const PageGeometry& page, const PageInput& input) {
    const Analysis& analysis = *input.analysis;
    const bool stands = page.height > page.width;
    const HrvBoxes boxes = stands ? standing(page.continued) : lying(page.continued);

    Box tachogram = plot_in(boxes.tachogram, 0);
    tachogram.width -= right_gutter;
    const TimeAxis time = time_axis(input.recording, analysis, tachogram.left, tachogram.right());
    draw_plot_heading(canvas, heading_of(boxes.tachogram), "TACHOGRAM",
                      tachogram_words(time, analysis));
    draw_tachogram(canvas, tachogram, time, analysis);

    draw_plot_heading(canvas, heading_of(boxes.poincare), "POINCARÉ, RR AND NEXT RR, MS",
                      poincare_words(analysis));
    draw_poincare(canvas, square_in(boxes.poincare), analysis);

    draw_plot_heading(canvas, heading_of(boxes.spectrum), "SPECTRUM",
                      spectrum_words(analysis.measurements.hrv));
    draw_spectrum(canvas, plot_in(boxes.spectrum, band_names), analysis);

    draw_numbers(canvas, boxes, analysis);
    draw_settings(canvas, page, page.grid,
                  {poincare_reading, spectrum_reading, trend_remark(input)});
}

} // namespace ecg::report
