#include "accuracy/validation/ludb_scores.hpp"

#include "accuracy/reference_waves.hpp"
#include "accuracy/score_leads.hpp"
#include "accuracy/validation/prepare.hpp"
#include "accuracy/validation/uncertainty_tables.hpp"

namespace ecg::accuracy {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 12> lead_names{"i",  "ii", "iii", "avr", "avl", "avf",
                                                 "v1", "v2", "v3",  "v4",  "v5",  "v6"};

fs::path annotation_of(const Request& request, const std::string& record, const char* lead) {
    return request.data / "ludb" / (record + "." + lead);
}

PointScores score_waves(const Request& request, const LudbRun& run) {
    PointScores scores;
    for (const AnalysedRecord& record : run.records) {
        for (const char* lead : lead_names) {
            const fs::path file = annotation_of(request, record.name, lead);
            if (fs::exists(file)) {
                score_lead(scores, {record.name, lead},
                           points_of(read_waves(file, record.file_rate_hz)),
                           points_in(run.found.found, record.name, lead));
            }
        }
    }
    return scores;
}

/// The annotated waves of each lead.
std::vector<LeadWaves> reference_of(const Request& request, const AnalysedRecord& record) {
    std::vector<LeadWaves> reference;
    for (const char* lead : lead_names) {
        reference.push_back(
            read_waves(annotation_of(request, record.name, lead), record.file_rate_hz));
    }
    return reference;
}

GlobalScore score_intervals(const Request& request, const LudbRun& run) {
    GlobalScore score;
    for (const AnalysedRecord& record : run.records) {
        const PointLists& found = points_in(run.found.found, record.name, "global");
        score_global(score, record.name, global_beats(reference_of(request, record)),
                     global_beats({waves_from(found)}));
    }
    return score;
}

std::array<std::optional<Milliseconds>, interval_count>
interval_uncertainties(const Measurements& m) {
    return {m.p_uncertainty, m.pr_uncertainty, m.qrs_uncertainty, m.qt_uncertainty};
}

} // namespace

LudbRun run_ludb(const Request& request, const Folds& folds, Weights weights, bool slow) {
    LudbRun run{slow ? "LUDB, 80 Hz" : "LUDB, 500 Hz", slow, {}, {}, {}, {}};
    RunPlan plan;
    plan.title = run.name;
    plan.jobs = request.jobs;
    if (slow) {
        plan.prepare = [](const Recording& r, const std::string&) { return at_80_hz(r); };
    }
    std::vector<fs::path> headers = headers_in(request.data / "ludb");
    if (!folds.empty()) {
        std::erase_if(headers, [&](const fs::path& header) {
            return !folds.can_hold_out(header.stem().string());
        });
    }
    if (!folds.empty() && weights == Weights::held_out) {
        plan.settings = [&](const std::string& record) {
            analyze::AnalyzeSettings settings;
            settings.delineator = folds.network_for(record);
            return settings;
        };
    }
    run.records = analyse_records(headers, plan);
    run.found = lines_of(run.records);
    run.scores = score_waves(request, run);
    run.intervals = score_intervals(request, run);
    return run;
}

void check_run(const Request& request, const LudbRun& run) {
    if (request.given == nullptr) {
        return;
    }
    std::string folder = " --ref '" + (request.data / "ludb").string() + "' --records ";
    for (const AnalysedRecord& record : run.records) {
        folder += record.name + ",";
    }
    std::vector<ScorerRow> rows = rows_of(run.scores);
    for (const char* lead : lead_names) {
        PointScores of_lead;
        for (std::size_t point = 0; point < point_count; ++point) {
            of_lead.at(point) = run.scores.at(point).of_lead(lead);
        }
        for (ScorerRow& row : rows_of(of_lead)) {
            rows.push_back(std::move(row));
        }
    }
    request.given->compare({run.name, "--db ludb --by-lead" + folder, run.found.lines}, rows);
    request.given->compare(
        {run.name + ", global intervals", "--db ludb --global --rule k3" + folder, run.found.lines},
        rows_of(run.intervals));
}

Calibrations calibrate_leads(const Request& request, const LudbRun& run) {
    Calibrations all;
    for (const AnalysedRecord& record : run.records) {
        for (const char* lead : lead_names) {
            if (const auto index = lead_index(record.analysis, lead)) {
                add_calibration(all,
                                points_of(read_waves(annotation_of(request, record.name, lead),
                                                     record.file_rate_hz)),
                                uncertain_points(record.analysis, index));
            }
        }
    }
    return all;
}

Calibrations calibrate_global(const Request& request, const LudbRun& run) {
    Calibrations all;
    for (const AnalysedRecord& record : run.records) {
        add_calibration(all, points_of(global_beats(reference_of(request, record))),
                        uncertain_points(record.analysis, std::nullopt));
    }
    return all;
}

std::array<Calibration, interval_count> calibrate_intervals(const LudbRun& run) {
    std::array<Calibration, interval_count> all;
    for (const AnalysedRecord& record : run.records) {
        const auto uncertainties = interval_uncertainties(record.analysis.measurements);
        for (std::size_t i = 0; i < interval_count; ++i) {
            for (const RecordInterval& interval : run.intervals.intervals.at(i).records) {
                if (interval.record == record.name && uncertainties.at(i)) {
                    all.at(i).add({interval.difference_ms(), uncertainties.at(i)->count()});
                }
            }
        }
    }
    return all;
}

} // namespace ecg::accuracy
