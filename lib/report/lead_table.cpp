#include "report/lead_table.hpp"

#include "report/beat_leads.hpp"
#include "report/beat_points.hpp"
#include "report/lead_table_notes.hpp"
#include "report/lead_table_words.hpp"

#include <algorithm>
#include <functional>

namespace ecg::report {
namespace {

using Words = std::function<std::string(const LeadMeasurements&)>;

struct Column {
    TableColumn head;
    Words words;
};

Column amplitude(std::string heading, std::optional<Millivolts> LeadMeasurements::*value,
                 const char* group) {
    return {{group, std::move(heading), 1.25},
            [value](const LeadMeasurements& lead) { return millivolt_words(lead.*value); }};
}

Column duration(std::string heading, std::optional<Milliseconds> LeadMeasurements::*value,
                const char* group) {
    return {{group, std::move(heading), 1},
            [value](const LeadMeasurements& lead) { return millisecond_words(lead.*value); }};
}

/// A column that stays empty where nothing tells where T ends.
Column where_t_ends(Column column, bool t_ends) {
    if (!t_ends) {
        column.words = [](const LeadMeasurements&) { return std::string{dash}; };
    }
    return column;
}

/// All that is told as numbers, from left to right.
std::vector<Column> number_columns(bool t_ends) {
    using M = LeadMeasurements;
    constexpr const char* amplitudes = "AMPLITUDE, mV";
    constexpr const char* durations = "DURATION, ms";
    constexpr const char* levels = "ST LEVEL, mV";
    constexpr const char* tangent = "QT TANGENT, ms";
    return {
        amplitude("P", &M::p, amplitudes),
        amplitude("Q", &M::q, amplitudes),
        amplitude("R", &M::r, amplitudes),
        amplitude("S", &M::s, amplitudes),
        amplitude("R′", &M::r2, amplitudes),
        amplitude("T", &M::t, amplitudes),
        duration("P", &M::p_duration, durations),
        duration("Q", &M::q_duration, durations),
        duration("R", &M::r_duration, durations),
        duration("S", &M::s_duration, durations),
        where_t_ends(duration("T", &M::t_duration, durations), t_ends),
        amplitude("J", &M::st_j, levels),
        amplitude("J+60", &M::st_60, levels),
        amplitude("J+80", &M::st_80, levels),
        {{levels, "±", 1.6}, [](const M& lead) { return spread_words(lead.st_uncertainty); }},
        where_t_ends(duration("QT", &M::qt_tangent, tangent), t_ends),
        where_t_ends(duration("±", &M::qt_tangent_uncertainty, tangent), t_ends),
        {{"R PEAK", "ms", 1.25}, [](const M& lead) { return millisecond_words(lead.r_peak_time); }},
        {{"QRS", "notches", 1.2}, notch_words}};
}

const LeadQuality* quality_of(const Analysis& analysis, const std::string& lead) {
    const auto found =
        std::find_if(analysis.quality.begin(), analysis.quality.end(),
                     [&](const LeadQuality& quality) { return quality.lead == lead; });
    return found != analysis.quality.end() ? &*found : nullptr;
}

TableRow row_of(const LeadMeasurements& lead, const std::vector<Column>& columns,
                const LeadQuality* quality) {
    TableRow row;
    row.cells.push_back(lead.lead);
    for (const Column& column : columns) {
        row.cells.push_back(column.words(lead));
    }
    row.cells.push_back(quality != nullptr ? verdict_words(quality->verdict) : std::string{dash});
    row.bad = quality != nullptr && quality->verdict == Verdict::bad;
    return row;
}

} // namespace

LeadTable lead_table(const Analysis& analysis, LeadOrder order) {
    const std::vector<LeadMeasurements>& leads = analysis.measurements.leads;
    LeadTable table;
    if (std::none_of(leads.begin(), leads.end(), is_measured)) {
        return table;
    }
    const std::vector<Column> numbers = number_columns(!hides_end_of_t(analysis));
    table.columns.push_back({"", "LEAD", 1.5});
    for (const Column& column : numbers) {
        table.columns.push_back(column.head);
    }
    table.columns.push_back({"SIGNAL", "quality", 1.2});
    std::vector<std::string> names;
    for (const LeadMeasurements& lead : leads) {
        names.push_back(lead.lead);
    }
    for (const std::size_t place : places_in_order(names, order)) {
        table.rows.push_back(row_of(leads[place], numbers, quality_of(analysis, names[place])));
    }
    table.notes = table_notes(analysis, order);
    return table;
}

} // namespace ecg::report
