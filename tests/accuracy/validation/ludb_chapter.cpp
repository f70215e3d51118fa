#include "accuracy/reference_waves.hpp"
#include "accuracy/score_global.hpp"
#include "accuracy/score_leads.hpp"
#include "accuracy/validation/chapters.hpp"
#include "accuracy/validation/global_tables.hpp"
#include "accuracy/validation/ludb_goals.hpp"
#include "accuracy/validation/markdown.hpp"
#include "accuracy/validation/prepare.hpp"

namespace ecg::accuracy {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 12> lead_names{"i",  "ii", "iii", "avr", "avl", "avf",
                                                 "v1", "v2", "v3",  "v4",  "v5",  "v6"};

/// One rate at which the set is analysed.
struct Version {
    std::string name; ///< "LUDB, 500 Hz"
    bool slow = false;
    std::vector<AnalysedRecord> records;
    FoundLines found;
};

Version analyse_version(const Request& request, bool slow) {
    Version version{slow ? "LUDB, 80 Hz" : "LUDB, 500 Hz", slow, {}, {}};
    RunPlan plan;
    plan.title = version.name;
    plan.jobs = request.jobs;
    if (slow) {
        plan.prepare = [](const Recording& r, const std::string&) { return at_80_hz(r); };
    }
    version.records = analyse_records(headers_in(request.data / "ludb"), plan);
    version.found = lines_of(version.records);
    return version;
}

fs::path annotation_of(const Request& request, const std::string& record, const char* lead) {
    return request.data / "ludb" / (record + "." + lead);
}

PointScores score_waves(const Request& request, const Version& version) {
    PointScores scores;
    for (const AnalysedRecord& record : version.records) {
        for (const char* lead : lead_names) {
            const fs::path file = annotation_of(request, record.name, lead);
            if (fs::exists(file)) {
                score_lead(scores, {record.name, lead},
                           points_of(read_waves(file, record.file_rate_hz)),
                           points_in(version.found.found, record.name, lead));
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

GlobalScore score_intervals(const Request& request, const Version& version) {
    GlobalScore score;
    for (const AnalysedRecord& record : version.records) {
        const PointLists& found = points_in(version.found.found, record.name, "global");
        score_global(score, record.name, global_beats(reference_of(request, record)),
                     global_beats({waves_from(found)}));
    }
    return score;
}

void check(const Request& request, const Version& version, const PointScores& scores,
           const GlobalScore& global) {
    if (request.given == nullptr) {
        return;
    }
    const std::string folder = " --ref '" + (request.data / "ludb").string() + "'";
    std::vector<ScorerRow> rows = rows_of(scores);
    for (const char* lead : lead_names) {
        PointScores of_lead;
        for (std::size_t point = 0; point < point_count; ++point) {
            of_lead.at(point) = scores.at(point).of_lead(lead);
        }
        for (ScorerRow& row : rows_of(of_lead)) {
            rows.push_back(std::move(row));
        }
    }
    request.given->compare({version.name, "--db ludb --by-lead" + folder, version.found.lines},
                           rows);
    request.given->compare({version.name + ", global intervals",
                            "--db ludb --global --rule k3" + folder, version.found.lines},
                           rows_of(global));
}

std::vector<Outcome> wave_outcomes(const Version& version, const PointScores& scores) {
    const LudbGoals goals = ludb_goals(version.slow);
    std::vector<Outcome> outcomes;
    for (const PointGoal& goal : goals.f1) {
        outcomes.push_back(outcome_of(version.name, scores, goal, PointFigure::f1));
    }
    for (const PointGoal& goal : goals.sd) {
        outcomes.push_back(outcome_of(version.name, scores, goal, PointFigure::sd));
    }
    for (const PointGoal& goal : goals.mean) {
        outcomes.push_back(outcome_of(version.name, scores, goal, PointFigure::mean));
    }
    return outcomes;
}

void append(Section& chapter, std::vector<Outcome> outcomes) {
    chapter.text += goal_table(outcomes, false) + missed_goals(outcomes, false);
    for (Outcome& outcome : outcomes) {
        chapter.outcomes.push_back(std::move(outcome));
    }
}

void add_version(Section& chapter, const Request& request, const Version& version) {
    const PointScores scores = score_waves(request, version);
    const GlobalScore global = score_intervals(request, version);
    check(request, version, scores, global);
    chapter.text += "### " + version.name + ": waves of each lead\n\n" +
                    figure(static_cast<std::int64_t>(version.records.size())) + " records.\n\n" +
                    point_table(scores);
    append(chapter, wave_outcomes(version, scores));
    if (request.by_record) {
        chapter.text += record_table(scores);
    }
    chapter.text += "### " + version.name + ": global intervals\n\n" + interval_table(global);
    append(chapter,
           interval_outcomes(version.name, global, ludb_goals(version.slow).interval_peers));
    if (request.by_record) {
        chapter.text += interval_record_table(global);
    }
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

} // namespace

Section ludb_chapter(const Request& request) {
    Section chapter;
    chapter.text = introduction;
    for (const bool slow : {false, true}) {
        add_version(chapter, request, analyse_version(request, slow));
    }
    return chapter;
}

} // namespace ecg::accuracy
