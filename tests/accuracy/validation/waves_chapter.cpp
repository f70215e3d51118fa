#include "accuracy/validation/waves_chapter.hpp"

#include "accuracy/statistics.hpp"
#include "accuracy/validation/markdown.hpp"
#include "accuracy/validation/worst_records.hpp"
#include "formats/analysis/analysis_lines.hpp"

namespace ecg::accuracy {
namespace {

std::optional<double> value_of(const PointScore& score, PointFigure wanted) {
    switch (wanted) {
    case PointFigure::f1:
        return score.counts().f1();
    case PointFigure::mean:
        return mean_of(score.errors_ms());
    case PointFigure::sd:
        return sd_of(score.errors_ms());
    case PointFigure::strip_sd:
        break;
    }
    return score.strip_sd_ms();
}

std::string worst_of(const PointScore& score, PointFigure wanted) {
    switch (wanted) {
    case PointFigure::f1:
        return worst_by_counts(score);
    case PointFigure::mean:
        return worst_by_mean(score);
    case PointFigure::sd:
    case PointFigure::strip_sd:
        break;
    }
    return worst_by_spread(score);
}

} // namespace

FoundLines lines_of(const std::vector<AnalysedRecord>& records) {
    FoundLines all;
    for (const AnalysedRecord& record : records) {
        formats::append_wave_score_lines(all.lines, record.analysis);
    }
    all.found = parse_wave_lines(all.lines, "score-waves");
    return all;
}

std::string point_table(const PointScores& scores) {
    Table table{{"point", "found", "missed", "invented", "Se %", "+P %", "F1 %", "mean ms", "SD ms",
                 "mean size", "90 % within", "strip mean", "strip SD"}};
    for (std::size_t point = 0; point < point_count; ++point) {
        const PointScore& score = scores.at(point);
        const Counts counts = score.counts();
        const std::vector<double> errors = score.errors_ms();
        table.row({point_names.at(point), figure(counts.found), figure(counts.missed),
                   figure(counts.invented), figure(counts.sensitivity()),
                   figure(counts.predictivity()), figure(counts.f1()), figure(mean_of(errors), 1),
                   figure(sd_of(errors), 1), figure(mean_size(errors), 1),
                   figure(size_90(errors), 1), figure(score.strip_mean_ms(), 1),
                   figure(score.strip_sd_ms(), 1)});
    }
    return table.text();
}

std::string record_table(const PointScores& scores) {
    Table table{
        {"record", "P F1 %", "QRS F1 %", "T F1 %", "P on", "P off", "QRS on", "QRS off", "T off"}};
    std::string last;
    for (const Strip& strip : scores.front().strips()) {
        if (strip.record == last) {
            continue;
        }
        last = strip.record;
        std::vector<std::string> cells{last};
        for (const std::size_t peak : {1U, 4U, 7U}) {
            cells.push_back(figure(scores.at(peak).of_record(last).counts().f1()));
        }
        for (const std::size_t edge : {0U, 2U, 3U, 5U, 8U}) {
            const std::vector<double> errors = scores.at(edge).of_record(last).errors_ms();
            cells.push_back(figure(mean_of(errors), 0) + " ± " + figure(sd_of(errors), 0));
        }
        table.row(cells);
    }
    return table.text();
}

Outcome outcome_of(const std::string& task, const PointScores& scores, const PointGoal& asked,
                   PointFigure figure) {
    const PointScore& score = scores.at(asked.point);
    return {task, asked.goal, value_of(score, figure), worst_of(score, figure)};
}

} // namespace ecg::accuracy
