#include "accuracy/statistics.hpp"
#include "accuracy/validation/chapters.hpp"
#include "accuracy/validation/global_tables.hpp"
#include "accuracy/validation/ludb_goals.hpp"
#include "accuracy/validation/ludb_scores.hpp"
#include "accuracy/validation/markdown.hpp"
#include "accuracy/validation/uncertainty_tables.hpp"

#include <utility>

namespace ecg::accuracy {
namespace {

std::vector<Outcome> wave_outcomes(const LudbRun& run) {
    const LudbGoals goals = ludb_goals(run.slow);
    std::vector<Outcome> outcomes;
    for (const PointGoal& goal : goals.f1) {
        outcomes.push_back(outcome_of(run.name, run.scores, goal, PointFigure::f1));
    }
    for (const PointGoal& goal : goals.sd) {
        outcomes.push_back(outcome_of(run.name, run.scores, goal, PointFigure::sd));
    }
    for (const PointGoal& goal : goals.mean) {
        outcomes.push_back(outcome_of(run.name, run.scores, goal, PointFigure::mean));
    }
    return outcomes;
}

void keep(Section& chapter, std::vector<Outcome> outcomes) {
    for (Outcome& outcome : outcomes) {
        chapter.outcomes.push_back(std::move(outcome));
    }
}

void append(Section& chapter, std::vector<Outcome> outcomes) {
    chapter.text += goal_table(outcomes, false) + missed_goals(outcomes, false);
    keep(chapter, std::move(outcomes));
}

void add_uncertainties(Section& chapter, const Request& request, const LudbRun& run) {
    const Calibrations leads = calibrate_leads(request, run);
    const Calibrations global = calibrate_global(request, run);
    const auto intervals = calibrate_intervals(run);
    const std::string task = run.name + ", σ";
    chapter.text += "### " + run.name + ": stated uncertainties\n\nOf each lead:\n\n" +
                    calibration_table(leads, point_names) + "Global, beat by beat:\n\n" +
                    calibration_table(global, point_names) +
                    "Measured intervals, a record each:\n\n" +
                    calibration_table(intervals, interval_names);
    keep(chapter, calibration_outcomes(task, leads, point_names, "of a lead"));
    keep(chapter, calibration_outcomes(task, global, point_names, "global"));
    keep(chapter, calibration_outcomes(task, intervals, interval_names, "measured"));
}

/// The figures that goals are set for, of weights that never saw the records and of those that
/// come with the library.
std::string weights_table(const LudbRun& held_out, const LudbRun& shipped) {
    Table table{{"figure", "held out", "shipped"}};
    const std::vector<Outcome> out = wave_outcomes(held_out);
    const std::vector<Outcome> in = wave_outcomes(shipped);
    for (std::size_t i = 0; i < out.size(); ++i) {
        table.row({out[i].goal.figure, figure(out[i].value), figure(in[i].value)});
    }
    for (std::size_t i = 0; i < interval_count; ++i) {
        const auto text = [&](const LudbRun& run) {
            const auto differences = run.intervals.intervals.at(i).differences_ms();
            return figure(mean_of(differences), 1) + " ± " + figure(sd_of(differences), 1);
        };
        table.row({std::string{"global "}.append(interval_names.at(i)).append(", ms"),
                   text(held_out), text(shipped)});
    }
    return table.text();
}

void add_run(Section& chapter, const Request& request, const LudbRun& run) {
    check_run(request, run);
    chapter.text += "### " + run.name + ": waves of each lead\n\n" +
                    figure(static_cast<std::int64_t>(run.records.size())) + " records.\n\n" +
                    point_table(run.scores);
    append(chapter, wave_outcomes(run));
    if (request.by_record) {
        chapter.text += record_table(run.scores);
    }
    chapter.text += "### " + run.name + ": global intervals\n\n" + interval_table(run.intervals);
    append(chapter,
           interval_outcomes(run.name, run.intervals, ludb_goals(run.slow).interval_peers));
    if (request.by_record) {
        chapter.text += interval_record_table(run.intervals);
    }
    add_uncertainties(chapter, request, run);
}

constexpr const char* introduction =
    R"(## Waves and intervals: LUDB

Each lead against its own annotation: one-to-one matches within 150 ms, the closest pairs first.
Found points without a partner are invented only between the first and the last annotated point of
the lead. A strip is one lead of one record. Global intervals are those of the analysis, against the
twelve annotated leads taken together: onset is the earliest that two more leads follow within 20 ms
(P) or 12 ms (QRS), end the latest that two more precede within 20 ms (P), 16 ms (QRS), 30 ms (T),
else the median; of a record the median over its beats.

)";

constexpr const char* with_folds =
    R"(The delineator learned from the odd records of LUDB. Every figure below but the column "shipped" is
therefore held out: each record is analysed with weights that learned from other records only. They were
learned like the shipped ones, from three quarters of the records; records of quarters without weights of
their own are left out. The network that weighs candidates in the detector is the shipped one all the
same; it saw the QRS complexes of those records.

)";

constexpr const char* without_folds =
    R"(There are no weights of folds here: where records are odd ones, the delineator learned from them, and the
figures flatter it.

)";

} // namespace

Section ludb_chapter(const Request& request) {
    const Folds folds{request.folds};
    Section chapter;
    chapter.text = introduction;
    chapter.text += folds.empty() ? without_folds : with_folds;
    for (const bool slow : {false, true}) {
        const LudbRun run = run_ludb(request, folds, Weights::held_out, slow);
        add_run(chapter, request, run);
        if (!folds.empty()) {
            chapter.text += "### " + run.name + ": held out and shipped weights\n\n" +
                            weights_table(run, run_ludb(request, folds, Weights::shipped, slow));
        }
    }
    return chapter;
}

} // namespace ecg::accuracy
