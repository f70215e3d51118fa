#include "report/trace_layout.hpp"

#include "common/text.hpp"
#include "report/layout_table.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ecg::report {
namespace {

constexpr std::size_t fewest_for_columns = 7; // of the twelve: limb leads alone fill rows better
constexpr std::size_t rows_of_full_height = 4;
constexpr std::size_t most_rows = 8;  // of recordings that are not drawn in columns
constexpr double reach = 30;          // mm: room for 3 mV
constexpr double lowest_baseline = 8; // above the grid's lower edge
constexpr double above_pulse = 2;     // of the first row
constexpr double widest_pitch = 30;
constexpr double widest_pitch_standing = 40;

bool is_recorded(const Recording& recording, Lead lead) {
    return find_lead(recording, lead) != nullptr;
}

/// The lead asked for, then the usual ones, then any other; only what was recorded, each once.
std::vector<Lead> rhythm_leads(const Recording& recording, Lead wanted, std::size_t count) {
    std::vector<Lead> candidates{wanted, Lead::II, Lead::V1, Lead::V5};
    candidates.insert(candidates.end(), all_leads.begin(), all_leads.end());
    std::vector<Lead> found;
    for (const Lead lead : candidates) {
        const bool is_new = std::find(found.begin(), found.end(), lead) == found.end();
        if (found.size() < count && is_new && is_recorded(recording, lead)) {
            found.push_back(lead);
        }
    }
    return found;
}

std::string seconds_words(double seconds) {
    return format_number(seconds, 2) + " s";
}

double chest_gain(const ReportSettings& settings) {
    return settings.chest_gain_mm_per_mv.value_or(settings.gain_mm_per_mv);
}

/// Baselines at equal distances; the grid ends where the last of few rows has room enough.
TraceLayout rows_on(const PageGeometry& page, std::size_t rows, double tallest_pulse) {
    const Box& room = page.grid;
    const bool stands = page.height > page.width;
    const auto count = static_cast<double>(rows);
    const double widest = stands ? widest_pitch_standing : widest_pitch;
    double pitch = std::min(widest, std::floor(room.height / (count + 0.5)));
    const double below = std::max(lowest_baseline, std::floor(pitch / 2));
    const double above = room.height - below - pitch * (count - 1);
    if (above < tallest_pulse + above_pulse) { // only where many rows are close
        pitch -= (tallest_pulse + above_pulse - above) / (count - 1);
    }
    TraceLayout layout;
    layout.grid = room;
    if (pitch == widest) {
        layout.grid.height = pitch * (count - 1) + pitch + below;
    }
    const double last = layout.grid.bottom() - below;
    for (double row = 0; row < count; ++row) {
        layout.baselines.push_back(last - pitch * (count - 1 - row));
    }
    layout.reach = reach;
    return layout;
}

/// One column after the other, unless the last one would stay half empty.
bool suits_sequence(const Recording& recording, Seconds column, std::size_t columns) {
    return recording.duration() >= column * (static_cast<double>(columns) - 0.5);
}

/// Puts strips onto the rows of one page.
class Arranger {
public:
    Arranger(const Recording& recording, const PageGeometry& page, const ReportSettings& settings,
             std::size_t rows)
        : recording_{recording}, page_{page}, settings_{settings},
          layout_{rows_on(page, rows, std::max(settings.gain_mm_per_mv, chest_gain(settings)))} {
        layout_.scale = {settings.speed_mm_per_s, settings.gain_mm_per_mv};
        layout_.chest_mm_per_mv = chest_gain(settings);
    }

    /// A strip over the whole width.
    Strip& add(const std::string& name, std::optional<Lead> lead, std::size_t row) {
        Strip strip;
        strip.name = name;
        strip.label = name;
        strip.row = row;
        strip.left = page_.grid.left + pulse_zone;
        strip.width = page_.signal_width;
        strip.scale = layout_.scale;
        if (lead && !is_limb(*lead)) {
            strip.scale.mm_per_mv = layout_.chest_mm_per_mv;
            if (layout_.chest_mm_per_mv != layout_.scale.mm_per_mv) {
                strip.remark = format_number(layout_.chest_mm_per_mv, 1) + " mm/mV";
            }
        }
        layout_.strips.push_back(std::move(strip));
        return layout_.strips.back();
    }

    Strip& add(DrawnLead drawn, std::size_t row) {
        const std::string name{name_of(drawn.lead)};
        Strip& strip = add(name, drawn.lead, row);
        strip.signal = find_lead(recording_, drawn.lead);
        strip.inverted = drawn.inverted;
        if (drawn.inverted) {
            strip.label = "\u2212" + name;
        }
        return strip;
    }

    TraceLayout& layout() { return layout_; }

    [[nodiscard]] Seconds window() const {
        return Seconds{page_.signal_width / settings_.speed_mm_per_s};
    }

private:
    const Recording& recording_;
    const PageGeometry& page_;
    const ReportSettings& settings_;
    TraceLayout layout_;
};

/// What stands on one page of a layout.
struct TablePart {
    const LayoutTable& table;
    RowPart part;

    [[nodiscard]] std::size_t rows() const { return table.rows / part.count; }
};

/// The leads of that part, in order.
std::vector<DrawnLead> leads_of(const TablePart& shown, LeadOrder order) {
    const std::vector<DrawnLead> leads = drawn_leads(order);
    const std::size_t count = leads.size() / shown.part.count;
    const auto first = leads.begin() + static_cast<std::ptrdiff_t>(shown.part.number * count);
    return {first, first + static_cast<std::ptrdiff_t>(count)};
}

std::string cell_words(const TablePart& shown, const ReportSettings& settings, Seconds column,
                       bool sequential) {
    std::string out{shown.table.words};
    if (shown.part.count > 1) {
        out += " on " + std::to_string(shown.part.count) + " pages";
    }
    out += settings.lead_order == LeadOrder::cabrera ? " in Cabrera order, " : ", ";
    out += sequential ? "sequential, " : "simultaneous, ";
    return out + seconds_words(column.count()) + " each";
}

std::string strip_words(const std::vector<Lead>& leads) {
    std::string out;
    for (const Lead lead : leads) {
        out += out.empty() ? (leads.size() == 1 ? "; rhythm strip " : "; rhythm strips ") : ", ";
        out += name_of(lead);
    }
    return out;
}

std::vector<std::string> names_beside_the_twelve(const Recording& recording) {
    std::vector<std::string> names;
    for (const LeadSignal& signal : recording.leads) {
        if (!signal.lead) {
            names.push_back(signal.name);
        }
    }
    return names;
}

TraceLayout in_columns(const Recording& recording, const PageGeometry& page,
                       const ReportSettings& settings, const TablePart& shown) {
    const LayoutTable& table = shown.table;
    const auto rhythm = rhythm_leads(recording, settings.rhythm_lead, table.strips);
    Arranger arranger{recording, page, settings, shown.rows() + rhythm.size()};
    const double width = page.signal_width / static_cast<double>(table.columns);
    const Seconds column_time{width / settings.speed_mm_per_s};
    const bool sequential = table.columns > 1 && settings.columns != Columns::simultaneous &&
                            (settings.columns == Columns::sequential ||
                             suits_sequence(recording, column_time, table.columns));
    const std::vector<DrawnLead> leads = leads_of(shown, settings.lead_order);
    for (std::size_t n = 0; n < leads.size(); ++n) {
        const Cell cell = cell_of(table, n);
        const auto column = static_cast<double>(cell.column);
        Strip& strip = arranger.add(leads[n], cell.row);
        strip.left += width * column;
        strip.width = width;
        strip.from = sequential ? column_time * column : Seconds{0};
    }
    for (std::size_t n = 0; n < rhythm.size(); ++n) {
        arranger.add(DrawnLead{rhythm[n]}, shown.rows() + n);
    }
    TraceLayout layout = std::move(arranger.layout());
    std::stable_sort(layout.strips.begin(), layout.strips.end(),
                     [](const Strip& a, const Strip& b) { return a.row < b.row; });
    layout.arrangement = cell_words(shown, settings, column_time, sequential) + strip_words(rhythm);
    layout.shown = sequential || !rhythm.empty() ? arranger.window() : column_time;
    layout.left_out = names_beside_the_twelve(recording);
    return layout;
}

/// A signal of a recording that is drawn in rows.
struct RowSignal {
    const LeadSignal* signal = nullptr;
    bool inverted = false;
};

/// As the recording has them, or the standard leads in Cabrera order before the others.
std::vector<RowSignal> row_signals(const Recording& recording, LeadOrder order) {
    std::vector<RowSignal> signals;
    if (order == LeadOrder::cabrera) {
        for (const DrawnLead& drawn : drawn_leads(order)) {
            if (const LeadSignal* signal = find_lead(recording, drawn.lead)) {
                signals.push_back({signal, drawn.inverted});
            }
        }
    }
    for (const LeadSignal& signal : recording.leads) {
        const bool is_new =
            std::none_of(signals.begin(), signals.end(),
                         [&](const RowSignal& other) { return other.signal == &signal; });
        if (is_new) {
            signals.push_back({&signal});
        }
    }
    return signals;
}

TraceLayout in_rows(const Recording& recording, const PageGeometry& page,
                    const ReportSettings& settings) {
    const std::vector<RowSignal> signals = row_signals(recording, settings.lead_order);
    const std::size_t leads = std::min(signals.size(), most_rows);
    const Seconds window{page.signal_width / settings.speed_mm_per_s};
    const std::size_t room = std::max<std::size_t>(1, rows_of_full_height / leads);
    const double wanted = std::ceil(recording.duration() / window - 1e-9);
    const auto turns = static_cast<std::size_t>(std::clamp(wanted, 1.0, static_cast<double>(room)));

    Arranger arranger{recording, page, settings, leads * turns};
    for (std::size_t row = 0; row < leads * turns; ++row) {
        const RowSignal& one = signals[row % leads];
        Strip& strip = arranger.add(one.signal->name, one.signal->lead, row);
        strip.signal = one.signal;
        strip.inverted = one.inverted;
        strip.label = one.inverted ? "\u2212" + strip.name : strip.name;
        strip.from = window * static_cast<double>(row / leads);
        if (turns > 1) {
            strip.remark += (strip.remark.empty() ? "from " : ", from ") +
                            format_number(strip.from.count(), 1) + " s";
        }
    }
    TraceLayout layout = std::move(arranger.layout());
    layout.arrangement = "rows of " + seconds_words(window.count());
    layout.shown = window * static_cast<double>(turns);
    for (std::size_t i = leads; i < signals.size(); ++i) {
        layout.left_out.push_back(signals[i].signal->name);
    }
    return layout;
}

} // namespace

bool suits_columns(const Recording& recording) {
    const auto found = std::count_if(all_leads.begin(), all_leads.end(),
                                     [&](Lead lead) { return is_recorded(recording, lead); });
    return static_cast<std::size_t>(found) >= fewest_for_columns;
}

TraceLayout lay_out_traces(const Recording& recording, const PageGeometry& page,
                           const ReportSettings& settings, Layout layout, RowPart part) {
    TraceLayout traces = suits_columns(recording)
                             ? in_columns(recording, page, settings, {table_of(layout), part})
                             : in_rows(recording, page, settings);
    traces.shown = std::min(traces.shown, recording.duration());
    return traces;
}

} // namespace ecg::report
