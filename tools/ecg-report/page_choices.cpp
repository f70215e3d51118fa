#include "page_choices.hpp"

#include "common/text.hpp"
#include "common/version.hpp"
#include "report/layout_table.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace ecg {
namespace {

template <typename Choice> struct Named {
    std::string_view name;
    Choice choice;
};

/// The choice of that name, or the first one.
template <typename Choice, std::size_t count>
Choice chosen(const std::string& name, const std::array<Named<Choice>, count>& choices) {
    const auto found = std::find_if(choices.begin(), choices.end(),
                                    [&](const auto& one) { return one.name == name; });
    return found != choices.end() ? found->choice : choices.front().choice;
}

constexpr std::array papers{Named{"a4", report::Paper::a4}, Named{"letter", report::Paper::letter}};
constexpr std::array orientations{Named{"auto", report::Orientation::automatic},
                                  Named{"landscape", report::Orientation::landscape},
                                  Named{"portrait", report::Orientation::portrait}};
constexpr std::array lead_orders{Named{"standard", report::LeadOrder::standard},
                                 Named{"cabrera", report::LeadOrder::cabrera}};
constexpr std::array column_times{Named{"auto", report::Columns::automatic},
                                  Named{"simultaneous", report::Columns::simultaneous},
                                  Named{"sequential", report::Columns::sequential}};
constexpr std::array grids{Named{"pink", report::GridColour::pink},
                           Named{"grey", report::GridColour::grey},
                           Named{"none", report::GridColour::none}};

/// Of a list of names, with commas between them.
std::vector<report::Layout> layouts_named(const std::string& names) {
    std::vector<report::Layout> layouts;
    for (const std::string_view name : split(names, ',')) {
        if (const auto layout = report::layout_named(name)) {
            layouts.push_back(*layout);
        }
    }
    return layouts;
}

/// Absent when the setting is that word.
std::optional<double> number_unless(std::string_view word, const config::Settings& config,
                                    std::string_view name) {
    return config.text(name) == word ? std::nullopt : std::optional{config.number(name)};
}

} // namespace

report::ReportSettings page_choices(const config::Settings& config) {
    report::ReportSettings settings;
    settings.paper = chosen(config.text("report.paper"), papers);
    settings.orientation = chosen(config.text("report.orientation"), orientations);
    settings.layouts = layouts_named(config.text("report.layout"));
    settings.lead_order = chosen(config.text("report.lead_order"), lead_orders);
    settings.columns = chosen(config.text("report.columns"), column_times);
    settings.grid = chosen(config.text("report.grid"), grids);
    settings.median_speed_mm_per_s = number_unless("auto", config, "report.speed_mm_per_s");
    settings.median_gain_mm_per_mv = number_unless("auto", config, "report.gain_mm_per_mv");
    settings.speed_mm_per_s = settings.median_speed_mm_per_s.value_or(settings.speed_mm_per_s);
    settings.gain_mm_per_mv = settings.median_gain_mm_per_mv.value_or(settings.gain_mm_per_mv);
    settings.chest_gain_mm_per_mv = number_unless("same", config, "report.chest_gain_mm_per_mv");
    settings.rhythm_lead = lead_named(config.text("report.rhythm_lead")).value_or(Lead::II);
    settings.font_file = config.text("report.font");
    settings.program = "ecg-tools " + std::string{version()};
    return settings;
}

} // namespace ecg
