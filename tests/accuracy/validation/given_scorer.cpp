#include "accuracy/validation/given_scorer.hpp"

#include "accuracy/statistics.hpp"
#include "common/error.hpp"

#include <unistd.h>

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace ecg::accuracy {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_differences = 20; // that are shown

std::optional<double> number(std::int64_t count) {
    return static_cast<double>(count);
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string quoted(const fs::path& path) {
    return std::string{"'"}.append(path.string()).append("'");
}

void run(const std::string& command, const std::string& what) {
    if (std::system(command.c_str()) != 0) { // NOLINT: a developer's own compiler and program
        throw Error{ErrorKind::data, what + " failed"};
    }
}

ScorerRow row_of(const std::string& name, const PointScore& score) {
    const Counts counts = score.counts();
    const std::vector<double> errors = score.errors_ms();
    return {name,
            {number(counts.found), number(counts.missed), number(counts.invented),
             counts.sensitivity(), counts.predictivity(), counts.f1(), mean_of(errors),
             sd_of(errors), mean_size(errors), size_90(errors), score.strip_mean_ms(),
             score.strip_sd_ms()}};
}

bool agree(const std::optional<double>& ours, const ScorerNumber& given) {
    if (!ours || !given.value) {
        return !ours && !given.value;
    }
    return std::abs(*ours - *given.value) <= 0.5 * std::pow(10, -given.decimals) + 1e-6;
}

} // namespace

std::vector<ScorerNumber> numbers_in(std::string_view text) {
    std::vector<ScorerNumber> numbers;
    for (std::size_t i = 0; i < text.size();) {
        const bool sign = text[i] == '-' && i + 1 < text.size() && is_digit(text[i + 1]) &&
                          (i == 0 || text[i - 1] != '+');
        if (text.substr(i, 3) == "nan") {
            numbers.push_back({});
            i += 3;
        } else if (sign || is_digit(text[i])) {
            double value = 0;
            const char* begin = text.data() + i;
            const auto end =
                std::from_chars(begin, text.data() + text.size(), value, std::chars_format::fixed);
            const auto length = static_cast<std::size_t>(end.ptr - begin);
            const auto point = text.substr(i, length).find('.');
            numbers.push_back({value, point == std::string_view::npos
                                          ? 0
                                          : static_cast<int>(length - point - 1)});
            i += length;
        } else {
            ++i;
        }
    }
    return numbers;
}

std::vector<ScorerRow> rows_of(const PointScores& scores) {
    std::vector<ScorerRow> rows;
    for (std::size_t point = 0; point < point_count; ++point) {
        const Counts counts = scores.at(point).counts();
        if (counts.found + counts.missed > 0) {
            rows.push_back(row_of(point_names.at(point), scores.at(point)));
        }
    }
    return rows;
}

std::vector<ScorerRow> rows_of(const GlobalScore& score) {
    std::vector<ScorerRow> rows{
        {"GLOBAL intervals, rule k3:", {number(score.beats), number(score.found)}}};
    for (std::size_t i = 0; i < interval_count; ++i) {
        const IntervalScore& interval = score.intervals.at(i);
        const std::vector<double> all = interval.differences_ms();
        const std::vector<double> usual = interval.usual_differences_ms();
        rows.push_back({interval_names.at(i),
                        {number(static_cast<std::int64_t>(all.size())), mean_of(all), sd_of(all),
                         mean_of(usual), sd_of(usual), median_of(all),
                         interval_limits.at(i).mean_ms, interval_limits.at(i).sd_ms,
                         number(interval.reference_only), number(interval.found_only)}});
    }
    ScorerRow points{"per beat, global points:", {}};
    for (const std::vector<double>& errors : score.point_errors_ms) {
        points.numbers.push_back(mean_of(errors));
        points.numbers.push_back(sd_of(errors));
    }
    rows.push_back(points);
    return rows;
}

GivenScorer::GivenScorer(const fs::path& source) {
    std::string name = (fs::temp_directory_path() / "ecg-scorer-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw Error{ErrorKind::data, name + ": no temporary folder"};
    }
    folder_ = name;
    const char* compiler = std::getenv("CXX");
    run(std::string{compiler != nullptr ? compiler : "c++"} + " -O1 -std=c++17 -o " +
            quoted(folder_ / "scorer") + " " + quoted(source),
        source.string() + ": compiling");
}

GivenScorer::~GivenScorer() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

void GivenScorer::compare(const Task& task, const std::vector<ScorerRow>& ours) {
    const fs::path lines = folder_ / "lines.jsonl";
    const fs::path output = folder_ / "output.txt";
    std::ofstream{lines, std::ios::binary} << task.lines;
    run(quoted(folder_ / "scorer") + " " + task.arguments + " --test " + quoted(lines) + " > " +
            quoted(output),
        "the given scorer, " + task.title + ":");
    std::ifstream stream{output, std::ios::binary};
    std::string line;
    for (const ScorerRow& row : ours) {
        const std::string begin = row.name + " ";
        while (std::getline(stream, line) && !line.starts_with(begin)) {
        }
        compare_row(task.title, row,
                    stream ? std::string_view{line}.substr(begin.size()) : std::string_view{});
    }
}

void GivenScorer::compare_row(const std::string& title, const ScorerRow& ours,
                              std::string_view given) {
    const std::vector<ScorerNumber> numbers = numbers_in(given);
    for (std::size_t i = 0; i < ours.numbers.size(); ++i) {
        ++figures_;
        if (i < numbers.size() && agree(ours.numbers[i], numbers[i])) {
            ++agreed_;
        } else {
            differences_.push_back(
                title + ", " + ours.name + ", figure " + std::to_string(i + 1) + ": ours " +
                (ours.numbers[i] ? std::to_string(*ours.numbers[i]) : "none") + ", theirs " +
                (i < numbers.size() && numbers[i].value ? std::to_string(*numbers[i].value)
                                                        : "none"));
        }
    }
}

std::string GivenScorer::report() const {
    std::string text =
        "agrees in " + std::to_string(agreed_) + " of " + std::to_string(figures_) + " figures\n";
    for (std::size_t i = 0; i < std::min(most_differences, differences_.size()); ++i) {
        text += "\n- " + differences_[i];
    }
    return text;
}

} // namespace ecg::accuracy
