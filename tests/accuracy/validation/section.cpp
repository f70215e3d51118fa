#include "accuracy/validation/section.hpp"

#include "accuracy/validation/markdown.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::accuracy {
namespace {

std::string limit_text(const Goal& goal) {
    if (!goal.limit) {
        return "–";
    }
    const bool whole = *goal.limit == std::floor(*goal.limit);
    const bool tenths = std::abs(10 * *goal.limit - std::round(10 * *goal.limit)) < 1e-9;
    const std::string number = figure(goal.limit, whole ? 0 : tenths ? 1 : 2);
    switch (goal.sense) {
    case Goal::Sense::at_least:
        return "≥ " + number;
    case Goal::Sense::at_most:
        return "≤ " + number;
    case Goal::Sense::near:
        return figure(goal.centre, 0) + " ± " + number;
    case Goal::Sense::within:
        break;
    }
    return "± " + number;
}

std::string verdict(const Outcome& outcome) {
    if (!outcome.goal.limit) {
        return "";
    }
    return outcome.met() ? "yes" : "**no**";
}

} // namespace

bool Outcome::met() const {
    if (!goal.limit) {
        return true;
    }
    if (!value) {
        return false;
    }
    switch (goal.sense) {
    case Goal::Sense::at_least:
        return *value >= *goal.limit;
    case Goal::Sense::at_most:
        return *value <= *goal.limit;
    case Goal::Sense::within:
    case Goal::Sense::near:
        break;
    }
    return std::abs(*value - goal.centre) <= *goal.limit;
}

std::string goal_table(const std::vector<Outcome>& outcomes, bool with_task) {
    std::vector<std::string> header{"figure", "ours", "asked for", "met", "best open peers"};
    if (with_task) {
        header.insert(header.begin(), "task");
    }
    Table table{header};
    for (const Outcome& outcome : outcomes) {
        std::vector<std::string> cells{outcome.goal.figure, figure(outcome.value),
                                       limit_text(outcome.goal), verdict(outcome),
                                       outcome.goal.peers};
        if (with_task) {
            cells.insert(cells.begin(), outcome.task);
        }
        table.row(cells);
    }
    return table.text();
}

std::string summary_of(const std::vector<Outcome>& outcomes) {
    Table table{{"task", "goals met", "of"}};
    std::string missed;
    for (auto first = outcomes.begin(); first != outcomes.end();) {
        const auto end = std::find_if(
            first, outcomes.end(), [&](const Outcome& other) { return other.task != first->task; });
        std::int64_t asked = 0;
        std::int64_t met = 0;
        std::string figures;
        for (auto one = first; one != end; ++one) {
            asked += one->goal.limit ? 1 : 0;
            met += one->goal.limit && one->met() ? 1 : 0;
            if (!one->met()) {
                figures += (figures.empty() ? " " : "; ") + one->goal.figure + ": " +
                           figure(one->value) + " (" + limit_text(one->goal) + ")";
            }
        }
        if (asked > 0) {
            table.row({first->task, figure(met), figure(asked)});
        }
        missed += figures.empty() ? "" : "- " + first->task + ":" + figures + "\n";
        first = end;
    }
    return table.text() +
           (missed.empty() ? "" : "Not met, with what was asked for:\n\n" + missed + "\n");
}

std::string missed_goals(const std::vector<Outcome>& outcomes, bool with_task) {
    std::string list;
    for (const Outcome& outcome : outcomes) {
        if (!outcome.met() && !outcome.worst.empty()) {
            list += "- " + (with_task ? outcome.task + ", " : "") + outcome.goal.figure + ": " +
                    outcome.worst + "\n";
        }
    }
    return list.empty() ? "" : "Missed goals, and the records that cost most:\n\n" + list + "\n";
}

} // namespace ecg::accuracy
