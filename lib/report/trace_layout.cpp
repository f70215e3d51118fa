#include "report/trace_layout.hpp"

#include "common/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ecg::report {
namespace {

constexpr std::size_t columns = 4;
constexpr std::array<std::array<Lead, columns>, 3> standard_rows{{
    {Lead::I, Lead::aVR, Lead::V1, Lead::V4},
    {Lead::II, Lead::aVL, Lead::V2, Lead::V5},
    {Lead::III, Lead::aVF, Lead::V3, Lead::V6},
}};
constexpr std::size_t fewest_for_columns = 7; // of the twelve: limb leads alone fill rows better
constexpr std::size_t rows_of_full_height = 4;
constexpr std::size_t most_rows = 8;
constexpr double first_baseline = 30; // below the grid's top: room for 3 mV
constexpr double row_pitch = 30;
constexpr double below_last = 15;
constexpr double first_of_narrow = 25;

bool suits_columns(const Recording& recording) {
    const auto found = std::count_if(all_leads.begin(), all_leads.end(), [&](Lead lead) {
        return find_lead(recording, lead) != nullptr;
    });
    return static_cast<std::size_t>(found) >= fewest_for_columns;
}

/// The lead asked for, or the first one recorded.
Lead rhythm_lead_of(const Recording& recording, Lead wanted) {
    if (find_lead(recording, wanted) != nullptr) {
        return wanted;
    }
    const auto* found = std::find_if(all_leads.begin(), all_leads.end(), [&](Lead lead) {
        return find_lead(recording, lead) != nullptr;
    });
    return found != all_leads.end() ? *found : wanted;
}

Strip strip_of(const Recording& recording, Lead lead, std::size_t row) {
    Strip strip;
    strip.label = name_of(lead);
    strip.signal = find_lead(recording, lead);
    strip.row = row;
    return strip;
}

TraceLayout rows_on(const Box& room, std::size_t rows) {
    TraceLayout layout;
    layout.grid = room;
    double first = first_baseline;
    double pitch = row_pitch;
    if (rows > rows_of_full_height) {
        first = first_of_narrow;
        pitch = std::floor((room.height - first - below_last) / static_cast<double>(rows - 1));
    } else {
        layout.grid.height = first + pitch * static_cast<double>(rows - 1) + below_last;
    }
    for (std::size_t row = 0; row < rows; ++row) {
        layout.baselines.push_back(room.top + first + pitch * static_cast<double>(row));
    }
    layout.reach = row_pitch;
    return layout;
}

std::string seconds_words(double seconds) {
    return format_number(seconds, 2) + " s";
}

/// One column after the other, unless the last one would stay half empty.
bool suits_sequence(const Recording& recording, Seconds column) {
    return recording.duration() >= column * (static_cast<double>(columns) - 0.5);
}

TraceLayout in_columns(const Recording& recording, const PageGeometry& page, Scale scale,
                       Lead wanted_rhythm) {
    TraceLayout layout = rows_on(page.grid, standard_rows.size() + 1);
    const double left = page.grid.left + pulse_zone;
    const double width = signal_width / columns;
    const Seconds column_time{width / scale.mm_per_s};
    const bool sequential = suits_sequence(recording, column_time);
    for (std::size_t row = 0; row < standard_rows.size(); ++row) {
        for (std::size_t column = 0; column < columns; ++column) {
            Strip strip = strip_of(recording, standard_rows[row][column], row);
            strip.left = left + width * static_cast<double>(column);
            strip.width = width;
            strip.from = sequential ? column_time * static_cast<double>(column) : Seconds{0};
            layout.strips.push_back(std::move(strip));
        }
    }
    const Lead rhythm = rhythm_lead_of(recording, wanted_rhythm);
    Strip strip = strip_of(recording, rhythm, standard_rows.size());
    strip.left = left;
    strip.width = signal_width;
    layout.strips.push_back(std::move(strip));
    layout.arrangement =
        std::string{"3 × 4 leads, "} + (sequential ? "sequential, " : "simultaneous, ") +
        seconds_words(column_time.count()) + " each; rhythm strip " + std::string{name_of(rhythm)};
    layout.shown = Seconds{signal_width / scale.mm_per_s};
    for (const LeadSignal& signal : recording.leads) {
        if (!signal.lead) {
            layout.left_out.push_back(signal.name);
        }
    }
    return layout;
}

TraceLayout in_rows(const Recording& recording, const PageGeometry& page, Scale scale) {
    const std::size_t leads = std::min(recording.leads.size(), most_rows);
    const Seconds window{signal_width / scale.mm_per_s};
    const std::size_t room = std::max<std::size_t>(1, rows_of_full_height / leads);
    const double wanted = std::ceil(recording.duration() / window - 1e-9);
    const auto turns = static_cast<std::size_t>(std::clamp(wanted, 1.0, static_cast<double>(room)));

    TraceLayout layout = rows_on(page.grid, leads * turns);
    for (std::size_t row = 0; row < leads * turns; ++row) {
        Strip strip;
        strip.signal = &recording.leads[row % leads];
        strip.label = strip.signal->name;
        strip.row = row;
        strip.left = page.grid.left + pulse_zone;
        strip.width = signal_width;
        const std::size_t turn = row / leads;
        strip.from = window * static_cast<double>(turn);
        strip.tells_time = turns > 1;
        layout.strips.push_back(std::move(strip));
    }
    layout.arrangement = "rows of " + seconds_words(window.count());
    layout.shown = window * static_cast<double>(turns);
    for (std::size_t i = leads; i < recording.leads.size(); ++i) {
        layout.left_out.push_back(recording.leads[i].name);
    }
    return layout;
}

} // namespace

TraceLayout lay_out_traces(const Recording& recording, const PageGeometry& page, Scale scale,
                           Lead rhythm_lead) {
    TraceLayout layout = suits_columns(recording) ? in_columns(recording, page, scale, rhythm_lead)
                                                  : in_rows(recording, page, scale);
    layout.scale = scale;
    layout.shown = std::min(layout.shown, recording.duration());
    return layout;
}

} // namespace ecg::report
