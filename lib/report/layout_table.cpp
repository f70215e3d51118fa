#include "report/layout_table.hpp"

#include <algorithm>
#include <array>

namespace ecg::report {
namespace {

constexpr auto wide = Orientation::landscape;
constexpr auto upright = Orientation::portrait;

constexpr std::array tables{
    LayoutTable{Layout::three_by_four_one, "3x4+1", "3 × 4 leads", 3, 4, true, 1, wide},
    LayoutTable{Layout::three_by_four_three, "3x4+3", "3 × 4 leads", 3, 4, true, 3, wide},
    LayoutTable{Layout::six_by_two, "6x2", "6 × 2 leads", 6, 2, true, 0, wide},
    LayoutTable{Layout::six_by_two_one, "6x2+1", "6 × 2 leads", 6, 2, true, 1, wide},
    LayoutTable{Layout::twelve_by_one, "12x1", "12 × 1 leads", 12, 1, true, 0, wide},
    LayoutTable{Layout::four_by_three, "4x3", "4 × 3 leads", 4, 3, false, 0, upright},
    LayoutTable{Layout::medians, "medians", "representative beat", 3, 4, true, 0, wide},
    LayoutTable{Layout::strips, "strips", "rhythm strips", 0, 1, true, 0, wide},
    LayoutTable{Layout::trend, "trend", "trends", 0, 1, true, 0, wide},
};

} // namespace

const LayoutTable& table_of(Layout layout) {
    return *std::find_if(tables.begin(), tables.end(),
                         [&](const LayoutTable& table) { return table.layout == layout; });
}

std::optional<Layout> layout_named(std::string_view name) {
    const auto* found = std::find_if(tables.begin(), tables.end(),
                                     [&](const LayoutTable& table) { return table.name == name; });
    return found != tables.end() ? std::optional{found->layout} : std::nullopt;
}

std::vector<DrawnLead> drawn_leads(LeadOrder order) {
    std::vector<DrawnLead> leads;
    if (order == LeadOrder::cabrera) { // the frontal plane from -30° to 120° in steps of 30°
        leads = {{Lead::aVL}, {Lead::I}, {Lead::aVR, true}, {Lead::II}, {Lead::aVF}, {Lead::III}};
    }
    for (const Lead lead : all_leads) {
        if (order == LeadOrder::standard || !is_limb(lead)) {
            leads.push_back({lead});
        }
    }
    return leads;
}

Cell cell_of(const LayoutTable& table, std::size_t n) {
    return table.down_columns ? Cell{n % table.rows, n / table.rows}
                              : Cell{n / table.columns, n % table.columns};
}

} // namespace ecg::report
