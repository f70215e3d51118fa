#include "report/comparison_page.hpp"

#include "report/chart.hpp"
#include "report/comparison_changes.hpp"
#include "report/comparison_halves.hpp"
#include "report/comparison_head.hpp"
#include "report/comparison_tables.hpp"
#include "report/content_mark.hpp"
#include "report/pages.hpp"
#include "report/style.hpp"
#include "report/text_blocks.hpp"
#include "report/text_layout.hpp"
#include "report/wording.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ecg::report {
namespace {

constexpr double first_setting = 3.2; // below the grid
constexpr double first_condition = 2.2;

/// What is printed, before anybody knows where.
struct ComparisonInput {
    const Comparison& comparison;
    const ReportSettings& settings;
    std::array<const AnalysedRecording*, 2> halves;
    std::vector<std::string> leads;
    std::string conditions; ///< "" where both were taken alike
};

std::string conditions_words(const Comparison& comparison) {
    std::string out;
    for (const std::string& condition : unlike_conditions(comparison)) {
        out +=
            (out.empty() ? "NOT ALIKE, which makes differences of its own: " : " · ") + condition;
    }
    return out;
}

/// What must be said of the leads of one of them.
std::string remark_of(const ChartRemarks& remarks, const Analysis& analysis) {
    std::string out = !remarks.has_trace ? "no signal in any lead"
                      : remarks.cut      ? "▲▼ trace cut: it goes further"
                                         : "";
    for (const std::string& more :
         {electrode_words(analysis),
          std::string{analysis.complete ? "" : "incomplete: the recording's file was cut"}}) {
        out += (out.empty() || more.empty() ? "" : " · ") + more;
    }
    return out;
}

struct SettingLine {
    std::string words;
    TextStyle style;
};

/// What stands below a half: its scale, what its bandwidth is, and in red the remark.
std::vector<SettingLine> setting_lines(const Canvas& canvas, const TraceLayout& layout,
                                       const AnalysedRecording& half, const std::string& remark) {
    std::vector<SettingLine> lines;
    const auto add = [&](const std::string& words, const TextStyle& style) {
        if (!words.empty()) {
            for (std::string& line : wrapped(canvas, printable(words), style, layout.grid.width)) {
                lines.push_back({std::move(line), style});
            }
        }
    };
    add(scale_words(layout, half.recording), style::small);
    add(filter_words(&half.analysis, half.recording.rate), style::small_quiet);
    add(remark, style::small_warning);
    return lines;
}

/// How often a few leads are drawn, each time for the seconds that follow: as far as four rows hold
/// the longer recording.
std::size_t turns_of(const ComparisonGeometry& geometry, const ComparisonInput& input) {
    constexpr std::size_t rows_of_few = 4;
    const std::size_t room = std::max<std::size_t>(1, rows_of_few / input.leads.size());
    const double width = std::floor(geometry.grids[0].width - geometry.pulse_zone);
    const Seconds longer =
        std::max(input.halves[0]->recording.duration(), input.halves[1]->recording.duration());
    const double wanted = std::ceil(longer.count() * input.settings.speed_mm_per_s / width - 1e-9);
    return static_cast<std::size_t>(std::clamp(wanted, 1.0, static_cast<double>(room)));
}

/// The places of all blocks, with room for the most that may stand below a half.
ComparisonGeometry lay_out(const Canvas& canvas, const ComparisonInput& input) {
    ComparisonContent content;
    content.strips = input.leads.size();
    content.slow = std::any_of(input.halves.begin(), input.halves.end(), [](const auto* half) {
        return !bandwidth_words(half->recording.rate).empty();
    });
    content.strips *= turns_of(comparison_geometry(input.settings, content), input);
    const ComparisonGeometry draft = comparison_geometry(input.settings, content);
    content.setting_lines = 0;
    for (std::size_t i = 0; i < 2; ++i) {
        const AnalysedRecording& half = *input.halves[i];
        const TraceLayout layout =
            lay_out_half(half.recording, input.leads, draft, i, input.settings);
        const std::string longest = remark_of({true, true}, half.analysis);
        content.setting_lines =
            std::max(content.setting_lines, setting_lines(canvas, layout, half, longest).size());
    }
    content.condition_lines =
        input.conditions.empty()
            ? 0
            : wrapped(canvas, input.conditions, style::small_warning, draft.page.grid.width).size();
    return comparison_geometry(input.settings, content);
}

void draw_half(Canvas& canvas, const ComparisonGeometry& geometry, const ComparisonInput& input,
               std::size_t i) {
    const AnalysedRecording& half = *input.halves[i];
    draw_half_head(canvas, geometry.heads[i], half, i == 0 ? "EARLIER" : "LATER");
    const TraceLayout layout =
        lay_out_half(half.recording, input.leads, geometry, i, input.settings);
    const ChartRemarks remarks =
        draw_chart(canvas, layout, half.recording, half.analysis.quality, input.settings.grid);
    double y = layout.grid.bottom() + first_setting;
    for (const SettingLine& line :
         setting_lines(canvas, layout, half, remark_of(remarks, half.analysis))) {
        canvas.text({layout.grid.left, y}, line.words, line.style);
        y += setting_pitch;
    }
}

void draw_conditions(Canvas& canvas, const Box& box, const std::string& conditions) {
    if (conditions.empty()) {
        return;
    }
    double y = box.top + first_condition;
    for (const std::string& line : wrapped(canvas, conditions, style::small_warning, box.width)) {
        canvas.text({box.left, y}, line, style::small_warning);
        y += setting_pitch;
    }
}

/// "ecg-tools 1.2.0 · criteria 1 · content 3f2a91c4, 0b1c22d0"
std::string maker_words(const ComparisonInput& input) {
    std::string out = input.settings.program;
    const auto add = [&](const std::string& words) { out += (out.empty() ? "" : " · ") + words; };
    const std::string& before = input.halves[0]->analysis.criteria;
    const std::string& after = input.halves[1]->analysis.criteria;
    if (before == after && !after.empty()) {
        add("criteria " + after);
    }
    const auto mark = [](const AnalysedRecording& half) {
        return content_mark(half.recording, &half.analysis);
    };
    add("content " + mark(*input.halves[0]) + ", " + mark(*input.halves[1]));
    return out;
}

} // namespace

void draw_comparison(Canvas& canvas, const Comparison& comparison, const ReportSettings& settings) {
    check_settings(settings);
    check_recording(comparison.earlier.recording);
    check_recording(comparison.later.recording);

    const AnalysedRecording& earlier = comparison.earlier;
    const AnalysedRecording& later = comparison.later;
    const ComparisonInput input{
        comparison,
        settings,
        {&earlier, &later},
        compared_leads(earlier.recording, later.recording, settings.lead_order),
        conditions_words(comparison)};
    const ComparisonGeometry geometry = lay_out(canvas, input);
    const ChangePages changes =
        lay_out_changes(canvas, geometry.findings, geometry.page.continued,
                        compared_findings(earlier.analysis.findings, later.analysis.findings));
    const std::string made_by = maker_words(input);
    const PageGeometry& page = geometry.page;
    for (std::size_t n = 0; n < changes.lines.size(); ++n) {
        canvas.begin_page(page.width, page.height);
        draw_comparison_title(canvas, page, comparison, settings);
        if (n == 0) {
            draw_half(canvas, geometry, input, 0);
            draw_half(canvas, geometry, input, 1);
            draw_conditions(canvas, geometry.conditions, input.conditions);
            draw_compared_values(canvas, geometry.values,
                                 compared_values(earlier.analysis, later.analysis));
            draw_compared_levels(canvas, geometry.levels, compared_levels(comparison));
        }
        draw_changes(canvas, n == 0 ? geometry.findings : page.continued, changes, n);
        draw_footer(canvas, page, {made_by, n + 1, changes.lines.size()});
    }
}

} // namespace ecg::report
