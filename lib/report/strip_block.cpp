#include "report/strip_block.hpp"

#include "common/text.hpp"
#include "report/rate_extremes.hpp"
#include "report/strip_baselines.hpp"
#include "report/strip_time.hpp"
#include "report/style.hpp"
#include "report/text_layout.hpp"
#include "report/wording.hpp"

#include <algorithm>
#include <array>

namespace ecg::report {
namespace {

constexpr double first_line = 3.9;  // baseline of the words
constexpr double letter_line = 1.7; // baseline of the classes, above the grid
constexpr double bar_line = 0.8;    // the bar of an episode, above the grid
constexpr double between = 4;       // words and what stands to their right

/// The leads of part, one below the other.
TraceLayout lay_out_strip(const Recording& part, const Box& grid, const StripRow& row,
                          const ReportSettings& settings) {
    TraceLayout layout;
    layout.grid = grid;
    layout.scale = {settings.speed_mm_per_s, settings.gain_mm_per_mv};
    for (const LeadSignal& lead : part.leads) {
        Strip strip;
        strip.name = lead.name;
        strip.label = lead.name;
        strip.signal = &lead;
        strip.scale = {settings.speed_mm_per_s, gain_of(lead, settings)};
        strip.row = layout.strips.size();
        strip.left = grid.left + pulse_zone;
        strip.width = row.window.length().count() * settings.speed_mm_per_s;
        strip.from = row.window.from - part.rate.time_of(static_cast<double>(part.first_sample));
        layout.strips.push_back(std::move(strip));
    }
    layout.baselines = strip_baselines(grid, layout.strips, part.rate);
    for (const double baseline : layout.baselines) {
        layout.reach = std::max({layout.reach, baseline - grid.top, grid.bottom() - baseline});
    }
    return layout;
}

/// Where a moment stands on the paper.
double place_of(Seconds time, const Box& grid, const StripRow& row, double speed) {
    return grid.left + pulse_zone + (time - row.window.from).count() * speed;
}

void draw_classes(Canvas& canvas, const Box& grid, const StripRow& row, const Beats& beats,
                  double speed) {
    double taken = 0;
    for (const Beat& beat : beats) {
        if (beat.label == BeatClass::N) {
            continue;
        }
        const std::string letter{letter_of(beat.label)};
        const TextStyle& style =
            beat.label == BeatClass::V ? style::ventricular_beat : style::other_beat;
        const double width = canvas.text_width(letter, style);
        const double left = place_of(beat.time, grid, row, speed) - width / 2;
        if (left > taken) {
            canvas.text({left, grid.top - letter_line}, letter, style);
            taken = left + width;
        }
    }
}

/// From an episode's onset to its end, with a foot where either is on the strip.
void draw_bar(Canvas& canvas, const Box& grid, const StripRow& row, double speed) {
    constexpr double foot = 0.45;
    if (!row.shows) {
        return;
    }
    const Seconds from = std::max(row.shows->from, row.window.from);
    const Seconds to = std::min(row.shows->to, row.window.to);
    const Point left{place_of(from, grid, row, speed), grid.top - bar_line};
    const Point right{place_of(to, grid, row, speed), grid.top - bar_line};
    if (right.x < left.x) {
        return;
    }
    const Pen& pen = row.critical ? style::critical_bar : style::episode_bar;
    std::vector<Line> lines{{left, right}};
    for (const auto& [moment, end] : {std::pair{row.shows->from, left}, {row.shows->to, right}}) {
        if (moment >= row.window.from && moment <= row.window.to) {
            lines.push_back({{end.x, end.y - foot}, {end.x, end.y + foot}});
        }
    }
    canvas.lines(lines, pen);
}

std::string gap_words(const Gap& gap, SampleRate rate) {
    return "no signal for " + duration_words(rate.time_of(static_cast<double>(gap.count)).count()) +
           (gap.cause.empty() ? "" : ": " + printable(gap.cause));
}

/// The words of each gap stand in it where they have room.
void draw_gaps(Canvas& canvas, const Box& grid, const StripRow& row, const Recording& part,
               double speed) {
    constexpr double above_edge = 1.6;
    for (const Gap& gap : part.gaps) {
        const Seconds from = part.rate.time_of(static_cast<double>(gap.first));
        const Seconds to = part.rate.time_of(static_cast<double>(gap.first + gap.count));
        const double left = place_of(std::max(from, row.window.from), grid, row, speed) + 1;
        const double right = place_of(std::min(to, row.window.to), grid, row, speed) - 1;
        for (const std::string& words : {gap_words(gap, part.rate), printable(gap.cause)}) {
            if (canvas.text_width(words, style::small_quiet) <= right - left) {
                canvas.text({left, grid.bottom() - above_edge}, words, style::small_quiet);
                break;
            }
        }
    }
}

/// "14 beats · 98/min · 2 gaps"
std::string rate_words(const Analysis* analysis, const BeatsWithin& within, const Recording& part) {
    std::string words;
    if (analysis != nullptr) {
        const std::size_t count = within.beats.size();
        words = std::to_string(count) + (count == 1 ? " beat" : " beats");
        words += within.rate ? " · " + format_number(within.rate->value, 0) + "/min" : " · no rate";
    }
    if (!part.gaps.empty()) {
        words += words.empty() ? "" : " · ";
        words += part.gaps.size() == 1 ? gap_words(part.gaps.front(), part.rate)
                                       : std::to_string(part.gaps.size()) + " gaps";
    }
    return words;
}

/// Time, what is shown and why, and what was counted.
void draw_line(Canvas& canvas, const Box& box, const StripRow& row, const RecordingInfo& info,
               const std::string& counted) {
    const double y = box.top + first_line;
    constexpr double column = 18; // of the elapsed time, and of the clock
    canvas.text({box.left, y}, elapsed_words(row.window.from), style::strong);
    double x = box.left + column;
    if (info.start) {
        canvas.text({x, y}, clock_words(row.window.from, info), style::quiet);
        x += column;
    }
    text_right(canvas, {box.right(), y}, counted, style::body);
    const double end = box.right() - canvas.text_width(counted, style::body) - between;
    const TextStyle& style = row.critical ? style::warning : style::strong;
    const std::string words = ellipsized(canvas, printable(row.words), style, end - x);
    canvas.text({x, y}, words, style);
    x += canvas.text_width(words, style) + (words.empty() ? 0 : between / 2);
    constexpr double least = 12; // mm: what is cut shorter says nothing
    if (end - x >= least) {
        canvas.text({x, y}, ellipsized(canvas, printable(row.reason), style::quiet, end - x),
                    style::quiet);
    }
}

} // namespace

double gain_of(const LeadSignal& lead, const ReportSettings& settings) {
    const bool chest = lead.lead && !is_limb(*lead.lead);
    return chest ? settings.chest_gain_mm_per_mv.value_or(settings.gain_mm_per_mv)
                 : settings.gain_mm_per_mv;
}

ChartRemarks draw_strip_block(Canvas& canvas, const Box& box, const StripRow& row,
                              const PageInput& input) {
    const Recording part = input.signal.read(row.window);
    const Box grid{box.left, box.top + above_strip, box.width, box.height - above_strip};
    const double speed = input.settings.speed_mm_per_s;
    const BeatsWithin within =
        input.analysis != nullptr ? beats_within(*input.analysis, row.window) : BeatsWithin{};
    draw_line(canvas, box, row, input.recording.info, rate_words(input.analysis, within, part));

    const TraceLayout layout = lay_out_strip(part, grid, row, input.settings);
    const ChartRemarks remarks =
        draw_chart(canvas, layout, part,
                   input.analysis != nullptr ? input.analysis->quality : std::vector<LeadQuality>{},
                   input.settings.grid);
    draw_classes(canvas, grid, row, within.beats, speed);
    draw_bar(canvas, grid, row, speed);
    draw_gaps(canvas, grid, row, part, speed);
    return remarks;
}

} // namespace ecg::report
