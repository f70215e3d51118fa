#include "accuracy/beat_score.hpp"
#include "accuracy/validation/chapters.hpp"
#include "accuracy/validation/markdown.hpp"
#include "accuracy/validation/prepare.hpp"
#include "accuracy/validation/run_records.hpp"
#include "accuracy/validation/worst_records.hpp"

namespace ecg::accuracy {
namespace {

using enum Goal::Sense;

struct RecordScore {
    std::string record;
    BeatScore score;
};

/// One way to take the records, and what is asked of it.
struct Version {
    std::string name; ///< "MIT-BIH, 360 Hz, first lead"
    bool slow = false;
    bool both_leads = false;
    Goal f1;
    Goal offset;
};

std::vector<Version> versions() {
    return {
        {"MIT-BIH, 360 Hz, first lead",
         false,
         false,
         {"F1 of QRS, %", at_least, 99.85, "OSEA 99.78, gqrs 99.73, wfdb-python gqrs 99.69"},
         {"SD of timing, ms", at_most, 6, "NeuroKit2 nabian 6.2 (F1 91.6), gqrs 10.9, OSEA 17.2"}},
        {"MIT-BIH, 360 Hz, both leads",
         false,
         true,
         {"F1 of QRS, %", at_least, 99.92, ""},
         {"SD of timing, ms", at_most, 6, ""}},
        {"MIT-BIH, 80 Hz, first lead",
         true,
         false,
         {"F1 of QRS, %", at_least, 99.80, "wfdb-python gqrs 99.77, OSEA 99.76, gqrs 99.66"},
         {"SD of timing, ms", at_most, 7, "NeuroKit2 nabian 7.7 (F1 90.9), gqrs 11.5, OSEA 19.4"}},
        {"MIT-BIH, 80 Hz, both leads",
         true,
         true,
         {"F1 of QRS, %", at_least, {}, ""},
         {"SD of timing, ms", at_most, {}, ""}}};
}

std::vector<ScoredBeat> scored_beats(const Beats& beats) {
    std::vector<ScoredBeat> scored;
    for (const Beat& beat : beats) {
        scored.push_back({beat.time, letter_of(beat.label)});
    }
    return scored;
}

std::vector<RecordScore> score_version(const Request& request, const Version& version) {
    RunPlan plan;
    plan.title = version.name;
    plan.jobs = request.jobs;
    plan.settings = [](const std::string&) {
        analyze::AnalyzeSettings settings;
        settings.lead_waves = false;
        return settings;
    };
    plan.prepare = [&](const Recording& recording, const std::string&) {
        const Recording chosen = version.both_leads ? recording : first_lead(recording);
        return version.slow ? at_80_hz(chosen) : chosen;
    };
    std::vector<RecordScore> scores;
    for (const AnalysedRecord& record : analyse_records(headers_in(request.data / "mitdb"), plan)) {
        const auto file = request.data / "mitdb" / (record.name + ".atr");
        scores.push_back(
            {record.name, score_beats(reference_of(formats::read_annotations(file.string()),
                                                   Hertz{record.file_rate_hz}),
                                      scored_beats(record.analysis.beats))});
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

std::string shares(const Rates& rates) {
    return figure(rates.sensitivity) + " / " + figure(rates.predictivity);
}

void add_row(Table& table, const std::string& name, const BeatScore& score) {
    const Rates qrs = qrs_rates(score);
    const auto offset = offset_of(score);
    table.row({name, figure(score.matched()), figure(score.missed()), figure(score.invented()),
               figure(qrs.sensitivity), figure(qrs.predictivity), figure(qrs.f1),
               offset ? figure(offset->mean_ms, 1) + " ± " + figure(offset->deviation_ms, 1) : "–",
               shares(veb_rates(score)), shares(sveb_rates(score))});
}

std::string worst_counts(const std::vector<RecordScore>& records) {
    std::vector<Ranked> all;
    for (const auto& [record, score] : records) {
        all.push_back({static_cast<double>(score.missed() + score.invented()),
                       record + " (" + figure(score.missed()) + " missed, " +
                           figure(score.invented()) + " invented)"});
    }
    return worst_of(std::move(all));
}

std::string worst_offsets(const std::vector<RecordScore>& records) {
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

std::vector<std::string> header(const std::string& first) {
    return {first,  "found", "missed",     "invented",    "Se %",
            "+P %", "F1 %",  "timing, ms", "VEB Se / +P", "SVEB Se / +P"};
}

constexpr const char* introduction = R"(## Beats: MIT-BIH Arrhythmia Database

By the rule of ANSI/AAMI EC57: one-to-one matches within 150 ms, the first five minutes teach the
detector and do not count, ventricular flutter is left out. Timing is found minus reference.

)";

} // namespace

Section beats_chapter(const Request& request) {
    Section chapter;
    Table table{header("records taken as")};
    std::string by_record;
    for (const Version& version : versions()) {
        const std::vector<RecordScore> records = score_version(request, version);
        const BeatScore sum = sum_of(records);
        const auto offset = offset_of(sum);
        add_row(table, version.name, sum);
        chapter.outcomes.push_back(
            {version.name, version.f1, qrs_rates(sum).f1, worst_counts(records)});
        chapter.outcomes.push_back({version.name, version.offset,
                                    offset ? std::optional{offset->deviation_ms} : std::nullopt,
                                    worst_offsets(records)});
        if (request.by_record) {
            Table rows{header("record")};
            for (const auto& [record, score] : records) {
                add_row(rows, record, score);
            }
            by_record += version.name + ":\n\n" + rows.text();
        }
    }
    chapter.text = introduction + table.text() + goal_table(chapter.outcomes, true) +
                   missed_goals(chapter.outcomes, true) + by_record;
    return chapter;
}

} // namespace ecg::accuracy
