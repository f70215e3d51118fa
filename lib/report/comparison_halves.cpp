#include "report/comparison_halves.hpp"

#include "common/text.hpp"
#include "report/layout_table.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::report {
namespace {

constexpr std::size_t most_leads = 12;

bool holds(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

const LeadSignal* signal_named(const Recording& recording, const std::string& name) {
    const auto& leads = recording.leads;
    const auto found = std::find_if(leads.begin(), leads.end(),
                                    [&](const auto& lead) { return lead.name == name; });
    return found != leads.end() ? &*found : nullptr;
}

Strip strip_of(const Recording& recording, const std::string& name,
               const ReportSettings& settings) {
    Strip strip;
    strip.name = name;
    strip.inverted = settings.lead_order == LeadOrder::cabrera && name == name_of(Lead::aVR);
    strip.label = (strip.inverted ? "\u2212" : "") + name;
    strip.signal = signal_named(recording, name);
    strip.scale = {settings.speed_mm_per_s, settings.gain_mm_per_mv};
    const auto lead = lead_named(name);
    const auto chest = settings.chest_gain_mm_per_mv;
    if (lead && !is_limb(*lead) && chest && *chest != settings.gain_mm_per_mv) {
        strip.scale.mm_per_mv = *chest;
        strip.remark = format_number(*chest, 1) + " mm/mV";
    }
    return strip;
}

/// Tells when it begins where there are several turns.
void begin_at(Strip& strip, Seconds from, std::size_t turns) {
    strip.from = from;
    if (turns > 1) {
        strip.remark +=
            (strip.remark.empty() ? "from " : ", from ") + format_number(from.count(), 1) + " s";
    }
}

std::string arrangement_words(std::size_t rows, std::size_t columns, double seconds) {
    const std::string time = format_number(seconds, 2) + " s";
    return columns == 1 ? "rows of " + time
                        : std::to_string(rows) + " × " + std::to_string(columns) +
                              " leads, simultaneous, " + time + " each";
}

} // namespace

std::vector<std::string> compared_leads(const Recording& earlier, const Recording& later,
                                        LeadOrder order) {
    std::vector<std::string> names;
    for (const DrawnLead& drawn : drawn_leads(order)) {
        if (find_lead(earlier, drawn.lead) != nullptr || find_lead(later, drawn.lead) != nullptr) {
            names.emplace_back(name_of(drawn.lead));
        }
    }
    for (const Recording* recording : {&earlier, &later}) {
        for (const LeadSignal& signal : recording->leads) {
            if (names.size() < most_leads && !holds(names, signal.name)) {
                names.push_back(signal.name);
            }
        }
    }
    return names;
}

TraceLayout lay_out_half(const Recording& recording, const std::vector<std::string>& leads,
                         const ComparisonGeometry& geometry, std::size_t half,
                         const ReportSettings& settings) {
    TraceLayout layout;
    layout.grid = geometry.grids[half];
    layout.baselines = geometry.baselines;
    layout.pulse_zone = geometry.pulse_zone;
    layout.reach = layout.grid.height;
    layout.scale = {settings.speed_mm_per_s, settings.gain_mm_per_mv};
    layout.chest_mm_per_mv = settings.chest_gain_mm_per_mv.value_or(settings.gain_mm_per_mv);
    const std::size_t rows = layout.baselines.size();
    const double left = layout.grid.left + layout.pulse_zone;
    const double width =
        std::floor((layout.grid.width - layout.pulse_zone) / static_cast<double>(geometry.columns));
    const Seconds window{width / settings.speed_mm_per_s};
    const std::size_t turns = std::max<std::size_t>(1, rows / leads.size());
    for (std::size_t n = 0; n < leads.size() * turns; ++n) {
        Strip strip = strip_of(recording, leads[n % leads.size()], settings);
        const std::size_t column = n / rows;
        const std::size_t turn = n / leads.size();
        strip.row = n % rows;
        strip.left = left + width * static_cast<double>(column);
        strip.width = width;
        begin_at(strip, window * static_cast<double>(turn), turns);
        layout.strips.push_back(std::move(strip));
    }
    std::stable_sort(layout.strips.begin(), layout.strips.end(),
                     [](const Strip& a, const Strip& b) { return a.row < b.row; });
    layout.shown = std::min(recording.duration(), window * static_cast<double>(turns));
    layout.arrangement = arrangement_words(rows, geometry.columns, window.count());
    for (const LeadSignal& signal : recording.leads) {
        if (!holds(leads, signal.name)) {
            layout.left_out.push_back(signal.name);
        }
    }
    return layout;
}

} // namespace ecg::report
