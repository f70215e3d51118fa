#include "report/median_layout.hpp"

#include "common/text.hpp"
#include "report/beat_leads.hpp"
#include "report/dimension_lines.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ecg::report {
namespace {

constexpr std::array speeds{50.0, 25.0, 12.5}; // mm/s, the best to read first
constexpr std::array gains{20.0, 10.0, 5.0};   // mm/mV
constexpr Seconds beside_points{0.04};         // of the beat before the first and behind the last
constexpr std::size_t most_columns = 4;
constexpr std::size_t most_columns_standing = 3;
constexpr double tallest_row = 75;  // mm
constexpr double between_cells = 2; // mm without a trace, half of it at each edge
constexpr double margin = 1.5;      // mm between a trace and the edge of its cell
constexpr double panel_label = 6;
constexpr double above_dimensions = 4; // mm below the lowest trace

/// Millivolts or millimetres below and above zero; zero is within.
struct Extent {
    double lowest = 0;
    double highest = 0;

    void include(const Extent& other) {
        lowest = std::min(lowest, other.lowest);
        highest = std::max(highest, other.highest);
    }

    [[nodiscard]] Extent times(double factor) const { return {lowest * factor, highest * factor}; }

    [[nodiscard]] double size() const { return highest - lowest; }
};

bool knows_t_end(const std::vector<BeatPoint>& points) {
    const std::vector<BeatInterval> intervals = intervals_of(points);
    return !intervals.empty() && intervals.back().name == "QT";
}

std::size_t parts(std::size_t count, std::size_t size) {
    return (count + size - 1) / size;
}

/// Lays out the cells of one page.
class Planner {
public:
    Planner(const BeatToLayOut& beat, const PageGeometry& page, const ReportSettings& settings)
        : beat_{beat}, page_{page}, settings_{settings}, leads_{choose_beat_leads(
                                                             beat.signals, settings.lead_order)} {}

    MedianLayout plan() {
        layout_.left_out = leads_.left_out;
        place_cells();
        choose_speed();
        choose_window();
        choose_gain();
        fill_cells();
        fill_panel();
        return std::move(layout_);
    }

private:
    [[nodiscard]] bool stands() const { return page_.height > page_.width; }

    [[nodiscard]] Seconds beat_length() const {
        const std::size_t samples = beat_.signals.empty() ? 0 : beat_.signals[0].samples.size();
        return Seconds{samples < 2 ? 0 : static_cast<double>(samples - 1) / beat_.rate_hz};
    }

    /// Row and column of the nth lead: the twelve as in the layouts 3x4 and 4x3.
    [[nodiscard]] std::pair<std::size_t, std::size_t> place_of(std::size_t n) const {
        const bool down = !stands() && leads_.shown.size() == 12;
        return down ? std::pair{n % layout_.rows, n / layout_.rows}
                    : std::pair{n / layout_.columns, n % layout_.columns};
    }

    void place_cells() {
        const std::size_t count = leads_.shown.size();
        if (count > 1) {
            layout_.rows = parts(count, stands() ? most_columns_standing : most_columns);
            layout_.columns = parts(count, layout_.rows);
        }
        const auto rows = static_cast<double>(layout_.rows);
        const double height = std::floor(std::min(tallest_row, page_.grid.height / rows));
        const double width = page_.signal_width / static_cast<double>(layout_.columns + 1);
        layout_.grid = {page_.grid.left, page_.grid.top, page_.grid.width, height * rows};
        const double left = layout_.grid.left + pulse_zone;
        for (std::size_t n = 0; layout_.columns > 0 && n < count; ++n) {
            const auto [row, column] = place_of(n);
            BeatCell cell;
            cell.box = {left + width * static_cast<double>(column),
                        layout_.grid.top + height * static_cast<double>(row), width, height};
            cell.strip.row = row;
            layout_.cells.push_back(cell);
        }
        BeatPanel& panel = layout_.panel;
        panel.box = {left + width * static_cast<double>(layout_.columns), layout_.grid.top, width,
                     layout_.grid.height};
        const double below =
            dimension_pitch * static_cast<double>(intervals_of(beat_.points).size()) + margin;
        panel.traces = {panel.box.left, panel.box.top + panel_label, width,
                        panel.box.height - panel_label - below};
        panel.dimensions = {panel.box.left, panel.traces.bottom(), width, below};
    }

    void choose_speed() {
        const std::vector<BeatPoint>& points = beat_.points;
        const Seconds needed =
            points.empty() ? Seconds{0} : points.back().at - points.front().at + 2 * beside_points;
        const auto* fits = std::find_if(speeds.begin(), speeds.end(), [&](double speed) {
            return needed.count() * speed <= layout_.cell_width() - between_cells;
        });
        const double most = fits != speeds.end() ? *fits : speeds.back();
        layout_.scale.mm_per_s = settings_.median_speed_mm_per_s.value_or(most);
    }

    /// The points in the middle of the cells, or the whole beat where there is room for it. Where
    /// no end of T is known, the beat's end takes its place.
    void choose_window() {
        const Seconds whole = beat_length();
        const Seconds room{(layout_.cell_width() - between_cells) / layout_.scale.mm_per_s};
        layout_.shown = std::min(whole, room);
        const std::vector<BeatPoint>& points = beat_.points;
        if (points.empty()) {
            return;
        }
        const Seconds end = knows_t_end(points) ? points.back().at : whole;
        const Seconds middle = (points.front().at + end) / 2;
        const Seconds latest = points.front().at - beside_points;
        const Seconds soonest = points.back().at + beside_points - layout_.shown;
        const Seconds from = std::max(std::min(middle - layout_.shown / 2, latest), soonest);
        layout_.from = std::clamp(from, Seconds{0}, whole - layout_.shown);
    }

    /// What the window shows of a lead, as it is drawn.
    [[nodiscard]] Extent extent_of(const BeatLead& lead) const {
        Extent extent;
        if (lead.signal == nullptr) {
            return extent;
        }
        const std::vector<double>& samples = lead.signal->samples;
        const auto at = [&](Seconds time) {
            return std::min(samples.size(), static_cast<std::size_t>(std::max(
                                                0.0, std::ceil(time.count() * beat_.rate_hz))));
        };
        for (std::size_t i = at(layout_.from); i < at(layout_.from + layout_.shown); ++i) {
            const double value = lead.inverted ? -samples[i] : samples[i];
            if (std::isfinite(value)) {
                extent.include({value, value});
            }
        }
        return extent;
    }

    [[nodiscard]] double chest_gain(double gain) const {
        return settings_.chest_gain_mm_per_mv.value_or(gain);
    }

    [[nodiscard]] double gain_of(const BeatLead& lead) const {
        return lead.chest ? layout_.chest_mm_per_mv : layout_.scale.mm_per_mv;
    }

    [[nodiscard]] bool is_alone() const { return leads_.shown.size() == 1; }

    [[nodiscard]] bool on_panel(const BeatLead& lead) const {
        const auto& off = beat_.unusable;
        const bool usable = std::find(off.begin(), off.end(), lead.name) == off.end();
        return lead.signal != nullptr && (usable || is_alone());
    }

    [[nodiscard]] double panel_gain() const {
        return is_alone() ? gain_of(leads_.shown[0]) : layout_.scale.mm_per_mv;
    }

    [[nodiscard]] Extent panel_extent() const {
        Extent all;
        for (const BeatLead& lead : leads_.shown) {
            if (on_panel(lead)) {
                all.include(extent_of(lead));
            }
        }
        return all;
    }

    [[nodiscard]] bool fits(double gain) const {
        const double room = layout_.grid.height / static_cast<double>(layout_.rows) - 2 * margin;
        const bool cells =
            layout_.columns == 0 ||
            std::all_of(leads_.shown.begin(), leads_.shown.end(), [&](const auto& l) {
                return !on_panel(l) ||
                       extent_of(l).size() * (l.chest ? chest_gain(gain) : gain) <= room;
            });
        return cells && panel_extent().size() * gain <= layout_.panel.traces.height - 2 * margin;
    }

    void choose_gain() {
        const auto* found =
            std::find_if(gains.begin(), gains.end(), [&](double gain) { return fits(gain); });
        const double most = found != gains.end() ? *found : gains.back();
        layout_.scale.mm_per_mv = settings_.median_gain_mm_per_mv.value_or(most);
        layout_.chest_mm_per_mv = chest_gain(layout_.scale.mm_per_mv);
    }

    /// Where zero stands so that extent, in millimetres, is in the box: in its middle where there
    /// is room, and on a line of the grid; else so that one side of it is.
    [[nodiscard]] double baseline_in(const Box& box, const Extent& extent) const {
        const double room = box.height - 2 * margin;
        double below_top = extent.highest + (room - extent.size()) / 2;
        if (extent.size() > room) {
            below_top = extent.highest <= room / 2   ? extent.highest
                        : -extent.lowest <= room / 2 ? room + extent.lowest
                                                     : room / 2;
        }
        return layout_.grid.top + std::round(box.top + margin + below_top - layout_.grid.top);
    }

    void fill_cells() {
        for (std::size_t row = 0; row < layout_.rows; ++row) {
            fill_row(row);
        }
    }

    /// One baseline for the row and its pulses where all of it fits, else each cell has its own.
    void fill_row(std::size_t row) {
        const double height = layout_.grid.height / static_cast<double>(layout_.rows);
        const Box box{layout_.grid.left, layout_.grid.top + height * static_cast<double>(row),
                      layout_.grid.width, height};
        Extent all{0, std::max(layout_.scale.mm_per_mv, layout_.chest_mm_per_mv)};
        for (std::size_t n = 0; n < layout_.cells.size(); ++n) {
            if (layout_.cells[n].strip.row == row) {
                all.include(extent_of(leads_.shown[n]).times(gain_of(leads_.shown[n])));
            }
        }
        const bool aligned = all.size() <= box.height - 2 * margin - 1; // 1: for the rounding
        for (std::size_t n = 0; n < layout_.cells.size(); ++n) {
            BeatCell& cell = layout_.cells[n];
            if (cell.strip.row == row) {
                const BeatLead& lead = leads_.shown[n];
                fill_strip(cell.strip, lead, cell.box.left, gain_of(lead));
                const Extent own = extent_of(lead).times(gain_of(lead));
                cell.baseline = baseline_in(box, aligned ? all : own);
            }
        }
        place_pulses(box, aligned ? baseline_in(box, all) : baseline_in(box, {0, all.highest}));
    }

    /// A pulse of each gain, one above the other.
    void place_pulses(const Box& row, double baseline) {
        const double limbs = layout_.scale.mm_per_mv;
        const double chest = layout_.chest_mm_per_mv;
        if (limbs == chest) {
            layout_.pulses.push_back({baseline, limbs});
            return;
        }
        const double third = std::floor((row.height - limbs - chest) / 3);
        layout_.pulses.push_back({row.top + third + limbs, limbs});
        layout_.pulses.push_back({row.top + 2 * third + limbs + chest, chest});
    }

    void fill_strip(Strip& strip, const BeatLead& lead, double left, double gain) const {
        strip.name = lead.name;
        strip.label = lead.label;
        strip.signal = lead.signal;
        strip.inverted = lead.inverted;
        strip.scale = {layout_.scale.mm_per_s, gain};
        strip.left = layout_.x_of(layout_.from, left);
        strip.width = layout_.shown.count() * layout_.scale.mm_per_s;
        strip.from = layout_.from;
        if (gain != layout_.scale.mm_per_mv) {
            strip.remark = format_number(gain, 1) + " mm/mV";
        }
    }

    void fill_panel() {
        BeatPanel& panel = layout_.panel;
        for (const BeatLead& lead : leads_.shown) {
            if (on_panel(lead)) {
                fill_strip(panel.strips.emplace_back(), lead, panel.box.left, panel_gain());
            }
        }
        const Extent extent = panel_extent().times(panel_gain());
        panel.baseline = baseline_in(panel.traces, extent);
        panel.dimensions.top =
            std::min(panel.dimensions.top, panel.baseline - extent.lowest + above_dimensions);
    }

    const BeatToLayOut& beat_;
    const PageGeometry& page_;
    const ReportSettings& settings_;
    BeatLeads leads_;
    MedianLayout layout_;
};

} // namespace

double MedianLayout::x_of(Seconds at, double left) const {
    const double unused = cell_width() - shown.count() * scale.mm_per_s;
    return left + unused / 2 + (at - from).count() * scale.mm_per_s;
}

std::vector<LeadSignal> beat_signals(const MedianBeat& beat) {
    std::vector<LeadSignal> signals;
    for (std::size_t l = 0; l < beat.leads.size(); ++l) {
        const std::string name = l < beat.names.size() ? beat.names[l] : std::string{};
        signals.push_back({name, lead_named(name), beat.leads[l]});
    }
    return signals;
}

MedianLayout lay_out_medians(const BeatToLayOut& beat, const PageGeometry& page,
                             const ReportSettings& settings) {
    return Planner{beat, page, settings}.plan();
}

} // namespace ecg::report
