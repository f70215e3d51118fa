#include "acquire/view/draw_view.hpp"

#include "acquire/view/arrange_leads.hpp"
#include "acquire/view/draw_trace.hpp"
#include "common/text.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::acquire {
namespace {

constexpr int rows_for_keys = 16; // lower screens have no row for them
constexpr int longest_name = 8;
constexpr Seconds quiet{1}; // without samples, before that is said

int rows_above() {
    return 1;
}

int rows_below(int rows) {
    return rows >= rows_for_keys ? 3 : 2;
}

int rows_of_leads(int rows) {
    return std::max(rows - rows_above() - rows_below(rows), 0);
}

std::string two_digits(std::int64_t value) {
    std::string digits = value < 10 ? "0" : "";
    digits += std::to_string(value);
    return digits;
}

std::string clock_words(Seconds elapsed) {
    const auto seconds = static_cast<std::int64_t>(elapsed.count());
    return two_digits(seconds / 3600) + ":" + two_digits(seconds / 60 % 60) + ":" +
           two_digits(seconds % 60);
}

/// The end of a path is what tells files apart.
std::string shortened(const std::string& text, int room) {
    const auto most = static_cast<std::size_t>(std::max(room, 0));
    return text.size() <= most ? text
           : most < 4          ? std::string{}
                               : "..." + text.substr(text.size() - most + 3);
}

void write_head(Picture& picture, const ViewFacts& facts) {
    int column = 1;
    if (facts.silent > quiet && facts.unplaced == 0) {
        column = picture.write(0, column,
                               " no signal for " + format_number(facts.silent.count(), 0) + " s ",
                               Ink::alarm);
    } else if (facts.heart_rate) {
        column =
            picture.write(0, column, format_number(facts.heart_rate->value, 0) + " bpm", Ink::good);
        column = picture.write(0, column, ", last 10 s");
    } else {
        column = picture.write(0, column, "-- bpm");
    }
    column = picture.write(0, column + 3, clock_words(facts.elapsed));
    if (facts.rate) {
        std::string words = format_number(facts.rate->value, 2) + " Hz";
        words += facts.rate_is_measured ? "" : " nominal";
        column = picture.write(0, column + 3, words);
    }
    column = picture.write(0, column + 3, std::to_string(facts.lost) + " lost",
                           facts.lost > 0 ? Ink::warning : Ink::plain);
    picture.write_right(0, shortened(facts.place, picture.columns() - column - 4) + " ");
}

void write_scale(Picture& picture, int row, const ViewFacts& facts, const ViewWishes& wishes,
                 const std::string& scale) {
    picture.write(row, 1, scale);
    // What must be seen stands over what may be read.
    std::string alarm = wishes.frozen ? " FROZEN, the recording goes on " : "";
    if (!facts.electrodes_off.empty()) {
        alarm += " no contact: " + facts.electrodes_off + " ";
    }
    picture.write_right(row, alarm, Ink::alarm);
}

void write_below(Picture& picture, const ViewFacts& facts, const ViewWishes& wishes,
                 const std::string& scale) {
    const int keys = picture.rows() >= rows_for_keys ? 1 : 0;
    write_scale(picture, picture.rows() - 2 - keys, facts, wishes, scale);
    if (keys != 0) {
        picture.write(picture.rows() - 2, 1,
                      "q end   space freeze   + - gain   < > speed   l next leads", Ink::faint);
    }
    const Ink ink = facts.severity == Severity::error     ? Ink::alarm
                    : facts.severity == Severity::warning ? Ink::warning
                                                          : Ink::plain;
    picture.write(picture.rows() - 1, 1, facts.notice, ink);
}

/// The columns that names take: as many as the longest, and one free.
int width_of_names(const SignalWindow& window) {
    std::size_t longest = 2;
    for (std::size_t lead = 0; lead < window.lead_count(); ++lead) {
        longest = std::max(longest, window.name(lead).size());
    }
    return std::min(static_cast<int>(longest), longest_name) + 1;
}

/// What all leads have in common.
struct LeadScale {
    Seconds across;
    Millivolts per_line;
    bool braille;
};

void draw_lead(Picture& picture, const TraceBox& box, std::size_t lead, const ViewSignal& signal,
               const LeadScale& scale) {
    const SignalWindow& window = signal.window;
    const Sweep sweep = sweep_of(window, signal.end, 2 * box.columns, scale.across);
    auto& centre = signal.centres[lead];
    centre = centre_of(window, lead, sweep, centre, scale.per_line.value);
    draw_trace(picture, box, columns_of(window, lead, sweep),
               {centre.value_or(0), scale.per_line, scale.braille});
}

/// Returns what is to be said of the scale.
std::string draw_leads(Picture& picture, const ViewWishes& wishes, const ViewSignal& signal) {
    const SignalWindow& window = signal.window;
    const int leads = static_cast<int>(window.lead_count());
    const LeadArrangement screen =
        arrange_leads(leads, rows_of_leads(picture.rows()), picture.columns());
    const int name_width = width_of_names(window);
    const int trace_width = std::max(screen.columns_a_lead - name_width - 1, 1);
    const LeadScale scale{usual_time(trace_width, wishes.speed),
                          usual_height(screen.rows_a_lead, wishes.gain), wishes.unicode};
    const int first = std::clamp(wishes.first_lead, 0, std::max(leads - screen.shown, 0));
    const int last = std::min(first + screen.shown, leads);
    signal.centres.resize(window.lead_count());
    for (int lead = first; lead < last; ++lead) {
        const int place = lead - first;
        const TraceBox box{rows_above() + place % screen.leads_a_column * screen.rows_a_lead,
                           place / screen.leads_a_column * screen.columns_a_lead + name_width + 1,
                           screen.rows_a_lead, trace_width};
        const auto number = static_cast<std::size_t>(lead);
        draw_lead(picture, box, number, signal, scale);
        picture.write(box.row + box.rows / 2, box.column - name_width,
                      window.name(number).substr(0, static_cast<std::size_t>(name_width - 1)),
                      window.is_off(number) ? Ink::alarm : Ink::strong);
    }
    std::string words = format_number(scale.per_line.value, 2) + " mV a line   " +
                        format_number(scale.across.count(), 1) + " s across";
    if (last - first < leads) {
        words += last - first == 1 ? "   lead " : "   leads " + std::to_string(first + 1) + " to ";
        words += std::to_string(last) + " of " + std::to_string(leads);
    }
    return words;
}

} // namespace

Picture draw_view(const ViewFacts& facts, const ViewWishes& wishes, ViewSignal signal, int rows,
                  int columns) {
    Picture picture{rows, columns};
    std::string scale = facts.unplaced > 0 ? "measuring the device's rate, by " +
                                                 std::to_string(facts.unplaced) + " samples so far"
                                           : "waiting for the first samples";
    if (!signal.window.is_empty() && rows_of_leads(rows) > 0) {
        scale = draw_leads(picture, wishes, signal);
    }
    write_head(picture, facts);
    write_below(picture, facts, wishes, scale);
    return picture;
}

int next_leads(int first, int leads, int rows, int columns) {
    const int next = first + arrange_leads(leads, rows_of_leads(rows), columns).shown;
    return next < leads ? next : 0;
}

} // namespace ecg::acquire
