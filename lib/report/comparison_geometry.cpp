#include "report/comparison_geometry.hpp"

#include "report/grid.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::report {
namespace {

constexpr double between_halves = 9;
constexpr double head_height = 12;
constexpr double warning_height = 3.6;
constexpr double above_grid = 1;
constexpr double below_settings = 1.6;
constexpr double below_conditions = 1.4;
constexpr double table_height = 52; // twelve leads
constexpr double between_tables = 6;
constexpr double least_findings_height = 30; // where they stand below the tables
constexpr double above_foot = 2;
constexpr double between_pulses = 2;
constexpr double widest_pulse_zone = 25;
constexpr double lowest_baseline = 9.5; // above the grid's lower edge: room for a separator
constexpr double above_pulse = 2;       // of the first row
constexpr double widest_pitch = 30;
constexpr double highest_first = 22; // room for 2 mV above the first baseline
constexpr std::size_t most_in_one_column = 6;

/// What differs between a page that lies and one that stands.
struct Proportions {
    std::size_t columns;
    double values_width;
    double levels_width;
    double notice; ///< what the foot takes above its last line
};

constexpr Proportions lying{2, 84, 66, 3};
constexpr Proportions standing{1, 110, 79, 6.5};

/// Wide enough for pulses in turn where rows are closer than a pulse is high.
double pulse_zone_of(const ReportSettings& settings, double pulse_height, double pitch) {
    const double width = pulse_width({settings.speed_mm_per_s, settings.gain_mm_per_mv});
    const double turns = 1 + std::floor((pulse_height + 1) / pitch);
    return std::min(widest_pulse_zone, turns * (width + between_pulses) + 1);
}

struct RowPlaces {
    double first = 0; ///< baseline, below the grid's upper edge
    double pitch = 0;
    double height = 0; ///< of the grid
};

/// Rows at equal distances, the first as far below the edge where that leaves room for its pulse;
/// the grid ends where few rows end.
RowPlaces row_places(std::size_t rows, double room, double pulse_height) {
    const auto count = static_cast<double>(rows);
    const double least = pulse_height + above_pulse;
    const double even = std::floor((room - lowest_baseline) / count);
    RowPlaces places;
    places.pitch =
        std::min(widest_pitch, even >= least || rows == 1
                                   ? even
                                   : std::floor((room - lowest_baseline - least) / (count - 1)));
    places.first = std::max(least, std::min(places.pitch, highest_first));
    const double below = std::clamp(places.pitch / 2, lowest_baseline, 12.0);
    places.height = std::min(room, std::ceil(places.first + places.pitch * (count - 1) + below));
    return places;
}

/// Places words and tables below the grids, down to foot.
void place_below(ComparisonGeometry& out, const Proportions& p, const ComparisonContent& content,
                 double foot) {
    const bool stands = out.page.height > out.page.width;
    const Box& grid = out.page.grid;
    double y = out.grids[0].bottom() + below_settings +
               setting_pitch * static_cast<double>(content.setting_lines);
    const double conditions = setting_pitch * static_cast<double>(content.condition_lines);
    out.conditions = {grid.left, y, grid.width, conditions};
    y += conditions + below_conditions;
    out.values = {grid.left, y, p.values_width, table_height};
    out.levels = {out.values.right() + between_tables, y, p.levels_width, table_height};
    const double left = stands ? grid.left : out.levels.right() + between_tables;
    const double top = stands ? y + table_height : y;
    out.findings = {left, top, grid.right() - left, foot - top};
}

} // namespace

ComparisonGeometry comparison_geometry(const ReportSettings& settings,
                                       const ComparisonContent& content) {
    const bool stands = settings.orientation == Orientation::portrait;
    const Proportions& p = stands ? standing : lying;
    ComparisonGeometry out;
    out.page =
        page_geometry(settings.paper, stands ? Orientation::portrait : Orientation::landscape);
    out.columns = content.strips > most_in_one_column ? p.columns : 1;
    const Box& block = out.page.grid;
    const double half = (block.width - between_halves) / 2;
    const double foot = out.page.footer - p.notice - above_foot;
    const double heads_top = out.page.patient.bottom();
    const double head = head_height + (content.slow ? warning_height : 0);
    const double grids_top = heads_top + head + above_grid;
    const double below =
        below_settings + below_conditions + table_height + (stands ? least_findings_height : 0) +
        setting_pitch * static_cast<double>(content.setting_lines + content.condition_lines);

    const double pulse = std::max(settings.gain_mm_per_mv,
                                  settings.chest_gain_mm_per_mv.value_or(settings.gain_mm_per_mv));
    const std::size_t rows =
        std::max<std::size_t>(1, (content.strips + out.columns - 1) / out.columns);
    const RowPlaces places = row_places(rows, std::floor(foot - below - grids_top), pulse);
    for (std::size_t row = 0; row < rows; ++row) {
        out.baselines.push_back(grids_top + places.first + places.pitch * static_cast<double>(row));
    }
    out.pulse_zone = pulse_zone_of(settings, pulse, places.pitch);
    for (std::size_t i = 0; i < 2; ++i) {
        const double x = block.left + static_cast<double>(i) * (half + between_halves);
        out.heads[i] = {x, heads_top, half, head};
        out.grids[i] = {x, grids_top, half, places.height};
    }
    place_below(out, p, content, foot);
    out.page.continued = {block.left, heads_top, block.width, foot - heads_top};
    return out;
}

} // namespace ecg::report
