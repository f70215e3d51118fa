// Somebody else's scorer of waves, held against ours on the same lines, figure by figure.
#pragma once

#include "accuracy/point_score.hpp"
#include "accuracy/score_global.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::accuracy {

struct ScorerNumber {
    std::optional<double> value; ///< absent: "nan"
    int decimals = 0;            ///< as printed
};

/// The numbers of a line like "P_on  12  3 | -0.51+-2.25 nan", from left to right.
std::vector<ScorerNumber> numbers_in(std::string_view text);

/// A line of its tables: how it begins, and its numbers.
struct ScorerRow {
    std::string name;
    std::vector<std::optional<double>> numbers;
};

/// The same rows from our own scores; none for points that the reference does not have.
std::vector<ScorerRow> rows_of(const PointScores& scores);
std::vector<ScorerRow> rows_of(const GlobalScore& score);

class GivenScorer {
public:
    /// Compiles the source with $CXX, or c++. Throws Error{data} when that fails.
    explicit GivenScorer(const std::filesystem::path& source);
    ~GivenScorer();
    GivenScorer(const GivenScorer&) = delete;
    GivenScorer& operator=(const GivenScorer&) = delete;

    /// What to score: its command line but for --test, and the lines to score.
    struct Task {
        std::string title;
        std::string arguments;
        const std::string& lines;
    };

    /// Runs it and compares with our rows, in their order. Throws Error{data} when it does not run.
    void compare(const Task& task, const std::vector<ScorerRow>& ours);

    /// "agrees in 1234 of 1234 figures", and where it does not.
    [[nodiscard]] std::string report() const;

private:
    void compare_row(const std::string& title, const ScorerRow& ours, std::string_view given);

    std::filesystem::path folder_;
    std::int64_t figures_ = 0;
    std::int64_t agreed_ = 0;
    std::vector<std::string> differences_;
};

} // namespace ecg::accuracy
