#include "accuracy/statement_score.hpp"
#include "accuracy/validation/chapters.hpp"
#include "accuracy/validation/markdown.hpp"
#include "accuracy/validation/run_records.hpp"
#include "analyze/interpret/statements.hpp"
#include "common/error.hpp"

#include <algorithm>
#include <map>

namespace ecg::accuracy {
namespace {

constexpr const char* introduction = R"(## Findings: PTB-XL and CPSC 2018

Statements of `ecg-analyze` against what cardiologists wrote, by record: both (hits), found alone (extra),
labelled alone (missed), neither. Age and sex as the set gives them. A label of PTB-XL whose likelihood is
given and below 50 % counts neither for nor against. The limits are published ones; what an R' must look like and
which leads LAFB asks were chosen with these records in sight. Labels of CPSC are not complete: most of its
records have one. NORM is found as a normal or an otherwise normal ECG, SR as sinus rhythm of any rate, RBBB of
CPSC is complete or not, LVH is voltage alone or with ST and T, and IMI and AMI are all infarctions of that wall.

)";

/// A set of records with what was said of them.
struct Heard {
    std::string name;
    const std::vector<StatementRow>& rows;
    std::vector<LabelledRecord> labelled;
    std::vector<AnalysedRecord> analysed;
};

Heard hear(const Request& request, const std::string& name, std::vector<LabelledRecord> labelled,
           const std::vector<StatementRow>& rows) {
    std::vector<std::filesystem::path> headers;
    std::map<std::string, Patient> patients;
    for (const LabelledRecord& record : labelled) {
        headers.push_back(record.header);
        patients[record.header.stem().string()] = record.patient;
    }
    RunPlan plan;
    plan.title = name;
    plan.jobs = request.jobs;
    plan.prepare = [&](const Recording& recording, const std::string& record) {
        Recording known = recording;
        const Patient& patient = patients.at(record);
        known.info.patient.age = patient.age ? patient.age : known.info.patient.age;
        known.info.patient.sex = patient.sex ? patient.sex : known.info.patient.sex;
        return known;
    };
    auto analysed = analyse_records(headers, plan);
    return {name, rows, std::move(labelled), std::move(analysed)};
}

std::vector<Heard> hear_all(const Request& request) {
    std::vector<Heard> all;
    if (const auto folder = request.data / "ptbxl"; std::filesystem::is_directory(folder)) {
        all.push_back(hear(request, "PTB-XL", ptbxl_labels(folder), ptbxl_rows()));
    }
    if (const auto folder = request.data / "cpsc2018"; std::filesystem::is_directory(folder)) {
        all.push_back(hear(request, "CPSC 2018", dx_records(folder), cpsc_rows()));
    }
    if (all.empty() && !request.only.empty()) { // asked for by name
        throw Error{ErrorKind::data, request.data.string() + ": neither ptbxl nor cpsc2018"};
    }
    return all;
}

StatementScore score_of(const Heard& heard, const StatementRow& row) {
    StatementScore score;
    for (std::size_t i = 0; i < heard.labelled.size(); ++i) {
        count(score, row, heard.labelled[i], heard.analysed[i].analysis.findings);
    }
    return score;
}

void add_row(Table& table, const std::string& name, const StatementScore& score) {
    table.row({name, figure(score.hits), figure(score.extra), figure(score.missed),
               figure(score.quiet), figure(score.sensitivity(), 1), figure(score.specificity(), 1),
               figure(score.precision(), 1), figure(score.f1(), 1)});
}

std::string listed(const std::string& what, const std::vector<std::string>& records) {
    std::string text;
    for (const std::string& record : records) {
        text += (text.empty() ? what : " ") + record;
    }
    return text;
}

std::string worst_of(const StatementScore& score) {
    std::string text = listed("missed: ", score.missed_records);
    const std::string extra = listed("extra: ", score.extra_records);
    text += text.empty() || extra.empty() ? extra : "; " + extra;
    return text;
}

std::string table_of(const Heard& heard, bool by_record) {
    Table table{
        {"statement", "hits", "extra", "missed", "neither", "Se %", "Sp %", "+P %", "F1 %"}};
    std::string records;
    for (const StatementRow& row : heard.rows) {
        const StatementScore score = score_of(heard, row);
        add_row(table, row.name, score);
        if (by_record && score.extra + score.missed > 0) {
            records += "- " + row.name + " " + worst_of(score) + "\n";
        }
    }
    return heard.name + ", " + figure(static_cast<std::int64_t>(heard.labelled.size())) +
           " records:\n\n" + table.text() + (records.empty() ? "" : records + "\n");
}

/// F1 over both sets together.
void add_goals(const std::vector<Heard>& all, std::vector<Outcome>& outcomes) {
    for (const std::string name : {"AFIB", "1AVB", "LBBB", "RBBB"}) {
        StatementScore sum;
        for (const Heard& heard : all) {
            const auto row = std::find_if(heard.rows.begin(), heard.rows.end(),
                                          [&](const StatementRow& r) { return r.name == name; });
            sum = sum_of(sum, score_of(heard, *row));
        }
        outcomes.push_back({"findings",
                            {"F1 of " + name + ", %", Goal::Sense::at_least, 90, ""},
                            sum.f1(),
                            worst_of(sum)});
    }
}

bool is_normal(const LabelledRecord& record) {
    return record.labels.contains("NORM");
}

/// How often each alarm is raised where a cardiologist wrote "normal".
void add_alarms(const std::vector<Heard>& all, std::vector<Outcome>& outcomes) {
    std::map<std::string, StatementScore> alarms;
    for (const auto& statement : analyze::statements::all) {
        if (statement.critical) {
            alarms[std::string{statement.code}] = {};
        }
    }
    for (const Heard& heard : all) {
        for (std::size_t i = 0; i < heard.labelled.size(); ++i) {
            if (!is_normal(heard.labelled[i])) {
                continue;
            }
            const Findings& found = heard.analysed[i].analysis.findings;
            for (auto& [code, score] : alarms) {
                const bool raised = std::any_of(found.begin(), found.end(), [&](const Finding& f) {
                    return f.critical && f.code == code;
                });
                ++(raised ? score.extra : score.quiet);
                if (raised) {
                    score.extra_records.push_back(heard.labelled[i].header.stem().string());
                }
            }
        }
    }
    for (const auto& [code, score] : alarms) {
        outcomes.push_back({"alarms on normal records",
                            {"specificity of " + code + ", %", Goal::Sense::at_least, 99, ""},
                            score.specificity(),
                            worst_of(score)});
    }
}

} // namespace

Section findings_chapter(const Request& request) {
    const std::vector<Heard> all = hear_all(request);
    Section chapter;
    if (all.empty()) {
        return chapter;
    }
    chapter.text = introduction;
    for (const Heard& heard : all) {
        chapter.text += table_of(heard, request.by_record);
    }
    add_goals(all, chapter.outcomes);
    add_alarms(all, chapter.outcomes);
    chapter.text += goal_table(chapter.outcomes, true) + missed_goals(chapter.outcomes, true);
    return chapter;
}

} // namespace ecg::accuracy
