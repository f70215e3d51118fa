#include "accuracy/validation/chapters.hpp"
#include "accuracy/validation/markdown.hpp"
#include "accuracy/validation/rhythm_rows.hpp"
#include "accuracy/validation/worst_records.hpp"
#include "common/error.hpp"

#include <algorithm>

namespace ecg::accuracy {
namespace {

using enum Goal::Sense;

constexpr const char* introduction = R"(## Rhythm: CinC 2017 and MIT-BIH

)";

constexpr const char* by_record_words =
    R"(CinC 2017, one lead of 9 to 61 s, by record: the statement AFIB against class A (atrial fibrillation),
against N (normal) and O (other rhythm); noise (~) counts neither way.

)";

constexpr const char* by_time_words =
    R"(By time, from each mark of rhythm to the next; an episode counts as found when any of it is, as EC57 has it.
Time that is marked as atrial flutter counts neither for nor against AFIB. The whole of a record counts, its
first five minutes too: what an episode is called does not depend on what was learned before it. BIGU, TRIGU,
VT and NSVT are told beside the rhythm that goes through, which they do not end; an annotator's mark of them
does. Se and +P of AFIB are asked for on the records that have such marks.

)";

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : " ") + name;
    }
    return text.empty() ? "none" : text;
}

std::string add_records(const Request& request, std::vector<Outcome>& outcomes) {
    const std::vector<LabelledClass> classes = count_fibrillation(request);
    if (classes.empty()) {
        return "";
    }
    Table table{{"class", "records", "AFIB", "not AFIB"}};
    for (const LabelledClass& one : classes) {
        const auto with = static_cast<std::int64_t>(one.with.size());
        const auto without = static_cast<std::int64_t>(one.without.size());
        table.row({one.name, figure(with + without), figure(with), figure(without)});
    }
    const StatementScore score = fibrillation_score(classes);
    const std::string worst =
        "missed: " + listed(score.missed_records) + "; extra: " + listed(score.extra_records);
    const std::string task = "CinC 2017, by record";
    outcomes.push_back({task, {"F1 of AFIB, %", at_least, 85, ""}, score.f1(), worst});
    outcomes.push_back({task, {"Se of AFIB, %", at_least, {}, ""}, score.sensitivity(), ""});
    outcomes.push_back({task, {"+P of AFIB, %", at_least, {}, ""}, score.precision(), ""});
    outcomes.push_back({task, {"Sp of AFIB, %", at_least, {}, ""}, score.specificity(), ""});
    return by_record_words + table.text() + (request.by_record ? "AFIB " + worst + "\n\n" : "");
}

void add_row(Table& table, const std::string& name, const RhythmScore& score) {
    const auto seconds = [](Seconds time) { return figure(time.count(), 0); };
    table.row({name, seconds(score.both + score.missed), seconds(score.both), seconds(score.missed),
               seconds(score.invented), figure(score.time_sensitivity(), 1),
               figure(score.time_predictivity(), 1), figure(score.marked_episodes),
               figure(score.episode_sensitivity(), 1), figure(score.found_episodes),
               figure(score.episode_predictivity(), 1)});
}

Table time_table(const std::string& first) {
    return Table{{first, "marked, s", "found, s", "missed, s", "invented, s", "Se %", "+P %",
                  "episodes", "Se %", "found", "+P %"}};
}

bool has_marks(const RhythmRecord& record, const RhythmKind& kind) {
    return std::any_of(record.marked.begin(), record.marked.end(), [&](const RhythmSpan& span) {
        return std::find(kind.marks.begin(), kind.marks.end(), span.name) != kind.marks.end();
    });
}

struct RecordRhythm {
    std::string record;
    bool is_marked;
    RhythmScore score;
};

std::vector<RecordRhythm> score_set(const RhythmSet& set, const RhythmKind& kind) {
    std::vector<RecordRhythm> scores;
    for (const RhythmRecord& record : set.records) {
        scores.push_back({record.name, has_marks(record, kind),
                          score_rhythm(kind, record.marked, record.found)});
    }
    return scores;
}

RhythmScore sum_of(const std::vector<RecordRhythm>& records, bool marked_alone) {
    RhythmScore sum;
    for (const RecordRhythm& record : records) {
        if (record.is_marked || !marked_alone) {
            sum += record.score;
        }
    }
    return sum;
}

std::string worst_by_time(const std::vector<RecordRhythm>& records) {
    std::vector<Ranked> all;
    for (const auto& [record, is_marked, score] : records) {
        if (is_marked) {
            all.push_back({(score.missed + score.invented).count(),
                           record + " (" + figure(score.missed.count(), 0) + " s missed, " +
                               figure(score.invented.count(), 0) + " s invented)"});
        }
    }
    return worst_of(std::move(all));
}

/// A row a record that has marks of fibrillation, or none and is said to have it.
std::string fibrillation_table(const std::vector<RecordRhythm>& records) {
    Table table = time_table("AFIB in record");
    for (const auto& [record, is_marked, score] : records) {
        if (is_marked || score.found_episodes > 0) {
            add_row(table, record, score);
        }
    }
    return table.text();
}

std::string add_set(const RhythmSet& set, std::vector<Outcome>& outcomes) {
    Table table = time_table(set.name);
    const std::string task = set.name + ", AFIB by time";
    std::string text;
    for (const RhythmKind& kind : rhythm_kinds()) {
        const auto records = score_set(set, kind);
        const RhythmScore all = sum_of(records, false);
        if (all.marked_episodes + all.found_episodes > 0) {
            add_row(table, kind.name, all);
        }
        if (kind.name == "AFIB") {
            text = fibrillation_table(records);
            const RhythmScore sum = sum_of(records, true);
            const std::string worst = worst_by_time(records);
            outcomes.push_back({task, {"Se, %", at_least, 95, ""}, sum.time_sensitivity(), worst});
            outcomes.push_back({task, {"+P, %", at_least, 95, ""}, sum.time_predictivity(), worst});
            outcomes.push_back(
                {task, {"+P in all records, %", at_least, {}, ""}, all.time_predictivity(), ""});
        }
    }
    return set.name + ", " + figure(static_cast<std::int64_t>(set.records.size())) +
           " records, all of them together:\n\n" + table.text() + text;
}

} // namespace

Section rhythm_chapter(const Request& request) {
    Section chapter;
    const std::string records = add_records(request, chapter.outcomes);
    const std::vector<RhythmSet> sets = analyse_rhythms(request);
    if (records.empty() && sets.empty()) {
        if (!request.only.empty()) { // asked for by name
            throw Error{ErrorKind::data, request.data.string() + ": no marks of rhythm"};
        }
        return chapter;
    }
    chapter.text = introduction + records + (sets.empty() ? "" : by_time_words);
    for (const RhythmSet& set : sets) {
        chapter.text += add_set(set, chapter.outcomes);
    }
    chapter.text += goal_table(chapter.outcomes, true) + missed_goals(chapter.outcomes, true);
    return chapter;
}

} // namespace ecg::accuracy
