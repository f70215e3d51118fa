#include "report/pages.hpp"

#include "common/error.hpp"
#include "common/text.hpp"
#include "report/chart_pages.hpp"
#include "report/content_mark.hpp"
#include "report/median_pages.hpp"
#include "report/strip_pages.hpp"
#include "report/text_blocks.hpp"
#include "report/trend_pages.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace ecg::report {
namespace {

template <std::size_t count>
void check_choice(const char* subject, double value, const std::array<double, count>& choices) {
    if (std::find(choices.begin(), choices.end(), value) == choices.end()) {
        std::string list;
        for (const double choice : choices) {
            list += (list.empty() ? "" : ", ") + format_number(choice, 1);
        }
        throw Error{ErrorKind::usage, std::string{subject} + " must be one of " + list};
    }
}

PagePlan plan_pages(const Canvas& canvas, const PageInput& input) {
    PagePlan plan;
    for (const Layout layout : input.settings.layouts) {
        PagePlan pages = layout == Layout::medians  ? median_pages(canvas, input)
                         : layout == Layout::strips ? strip_pages(canvas, input)
                         : layout == Layout::trend  ? trend_pages(input)
                                                    : chart_pages(canvas, input, layout);
        std::move(pages.begin(), pages.end(), std::back_inserter(plan));
    }
    return plan;
}

/// "ecg-tools 1.2.0 · criteria 1 · content 3f2a91c4"
std::string maker_words(const ReportSettings& settings, const Recording& recording,
                        const Analysis* analysis) {
    std::string words = settings.program;
    if (analysis != nullptr && !analysis->criteria.empty()) {
        words += (words.empty() ? "criteria " : " · criteria ") + analysis->criteria;
    }
    return words + (words.empty() ? "content " : " · content ") + content_mark(recording, analysis);
}

} // namespace

void check_settings(const ReportSettings& settings) {
    constexpr std::array gains{5.0, 10.0, 20.0};
    constexpr std::array speeds{12.5, 25.0, 50.0};
    check_choice("speed in mm/s", settings.speed_mm_per_s, speeds);
    check_choice("gain in mm/mV", settings.gain_mm_per_mv, gains);
    check_choice("speed in mm/s", settings.median_speed_mm_per_s.value_or(speeds[0]), speeds);
    check_choice("gain in mm/mV", settings.median_gain_mm_per_mv.value_or(gains[0]), gains);
    if (settings.chest_gain_mm_per_mv) {
        check_choice("chest gain in mm/mV", *settings.chest_gain_mm_per_mv, gains);
    }
}

void check_recording(const Recording& recording) {
    if (recording.sample_count() == 0) {
        const std::string& source = recording.info.source;
        throw Error{ErrorKind::data,
                    (source.empty() ? "recording" : source) + ": has no sample to draw"};
    }
}

void draw_pages(Canvas& canvas, const Recording& recording, const Analysis* analysis,
                const ReportSettings& settings, const LongSignal* signal) {
    check_settings(settings);
    check_recording(recording);

    const LongSignal in_memory = long_signal(recording, settings.rhythm_lead);
    const PagePlan plan = plan_pages(
        canvas, {recording, analysis, settings, signal != nullptr ? *signal : in_memory});
    const std::string made_by = maker_words(settings, recording, analysis);
    std::size_t number = 0;
    for (const PlannedPage& page : plan) {
        ++number;
        canvas.begin_page(page.geometry.width, page.geometry.height);
        draw_title(canvas, page.geometry, recording);
        page.draw(canvas, number);
        draw_footer(canvas, page.geometry, {made_by, number, plan.size()});
    }
}

} // namespace ecg::report
