// One chapter of the page: its text, and how its figures stand to what was asked.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace ecg::accuracy {

/// What a figure must be. within: its size, whatever its sign; near: no farther from centre.
struct Goal {
    enum class Sense { at_least, at_most, within, near };

    std::string figure; ///< "F1 of P, %"
    Sense sense{};
    std::optional<double> limit; ///< absent: shown, and nothing asked of it
    std::string peers;           ///< what the best open peers reach
    double centre = 0;
};

struct Outcome {
    std::string task; ///< "LUDB, 500 Hz"
    Goal goal;
    std::optional<double> value;
    std::string worst; ///< the records that cost most, for a goal that was missed

    [[nodiscard]] bool met() const;
};

struct Section {
    std::string text;
    std::vector<Outcome> outcomes;
};

/// A row an outcome: the figure, what was asked of it, what others reach.
std::string goal_table(const std::vector<Outcome>& outcomes, bool with_task);

/// A row a task: how many of its goals are met; below the table those that are not.
std::string summary_of(const std::vector<Outcome>& outcomes);

/// The records that cost most, for each goal that was missed; "" when none was.
std::string missed_goals(const std::vector<Outcome>& outcomes, bool with_task);

} // namespace ecg::accuracy
