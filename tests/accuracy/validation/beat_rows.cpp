#include "accuracy/validation/beat_rows.hpp"

#include "accuracy/validation/beat_folds.hpp"
#include "accuracy/validation/worst_records.hpp"

namespace ecg::accuracy {
namespace {

Reference read_reference(const Request& request, const std::string& record, double rate_hz) {
    const auto file = request.data / "mitdb" / (record + ".atr");
    return reference_of(formats::read_annotations(file.string()), Hertz{rate_hz});
}

std::vector<ScoredBeat> scored_beats(const Beats& beats) {
    std::vector<ScoredBeat> scored;
    for (const Beat& beat : beats) {
        scored.push_back({beat.time, letter_of(beat.label)});
    }
    return scored;
}

std::string shares(const Rates& rates) {
    return figure(rates.sensitivity) + " / " + figure(rates.predictivity);
}

} // namespace

std::vector<RecordBeats> analyse_mitdb(const Request& request, const std::string& title,
                                       const BeatPreparation& prepare, Weights weights) {
    const BeatFolds folds{weights == Weights::held_out ? request.folds : ""};
    RunPlan plan;
    plan.title = title;
    plan.jobs = request.jobs;
    plan.settings = [&](const std::string& record) {
        analyze::AnalyzeSettings settings = folds.settings_for(record);
        settings.lead_waves = false;
        return settings;
    };
    plan.prepare = [&](const Recording& recording, const std::string& record) {
        return prepare(recording, read_reference(request, record, recording.rate.hertz()));
    };
    std::vector<RecordBeats> all;
    for (const AnalysedRecord& record : analyse_records(headers_in(request.data / "mitdb"), plan)) {
        all.push_back({record.name, read_reference(request, record.name, record.file_rate_hz),
                       scored_beats(record.analysis.beats)});
    }
    return all;
}

std::vector<RecordScore> score_all(const std::vector<RecordBeats>& records,
                                   const ScoreRules& rules) {
    std::vector<RecordScore> scores;
    for (const RecordBeats& record : records) {
        scores.push_back({record.record, score_beats(record.reference, record.found, rules)});
    }
    return scores;
}

BeatScore sum_of(const std::vector<RecordScore>& records) {
    BeatScore sum;
    for (const RecordScore& record : records) {
        sum += record.score;
    }
    return sum;
}

std::vector<std::string> beat_header(const std::string& first) {
    return {first,  "found", "missed",     "invented",    "Se %",
            "+P %", "F1 %",  "timing, ms", "VEB Se / +P", "SVEB Se / +P"};
}

void add_row(Table& table, const std::string& name, const BeatScore& score) {
    const Rates qrs = qrs_rates(score);
    const auto offset = offset_of(score);
    table.row({name, figure(score.matched()), figure(score.missed()), figure(score.invented()),
               figure(qrs.sensitivity), figure(qrs.predictivity), figure(qrs.f1),
               offset ? figure(offset->mean_ms, 1) + " ± " + figure(offset->deviation_ms, 1) : "–",
               shares(veb_rates(score)), shares(sveb_rates(score))});
}

std::string beat_record_table(const std::vector<RecordScore>& records) {
    Table table{beat_header("record")};
    for (const auto& [record, score] : records) {
        add_row(table, record, score);
    }
    return table.text();
}

std::string worst_by_counts(const std::vector<RecordScore>& records) {
    std::vector<Ranked> all;
    for (const auto& [record, score] : records) {
        all.push_back({static_cast<double>(score.missed() + score.invented()),
                       record + " (" + figure(score.missed()) + " missed, " +
                           figure(score.invented()) + " invented)"});
    }
    return worst_of(std::move(all));
}

std::string worst_by_class(const std::vector<RecordScore>& records, char label) {
    std::vector<Ranked> all;
    for (const auto& [record, score] : records) {
        const ClassErrors errors = class_errors(score, label);
        all.push_back({static_cast<double>(errors.missed + errors.invented),
                       record + " (" + figure(errors.missed) + " missed, " +
                           figure(errors.invented) + " wrongly called " + label + ")"});
    }
    return worst_of(std::move(all));
}

std::string worst_by_timing(const std::vector<RecordScore>& records) {
    const double mean = offset_of(sum_of(records)).value_or(Offset{}).mean_ms;
    std::vector<Ranked> all;
    double whole = 0;
    for (const auto& [record, score] : records) {
        if (const auto offset = offset_of(score)) {
            const double away = offset->mean_ms - mean;
            const double squares = static_cast<double>(score.matched()) *
                                   (offset->deviation_ms * offset->deviation_ms + away * away);
            whole += squares;
            all.push_back({squares, record + " (" + figure(offset->mean_ms, 0) + " ± " +
                                        figure(offset->deviation_ms, 0) + " ms"});
        }
    }
    for (Ranked& one : all) {
        one.text += ", " + figure(100 * one.cost / whole, 0) + " % of the squares)";
    }
    return worst_of(std::move(all));
}

} // namespace ecg::accuracy
