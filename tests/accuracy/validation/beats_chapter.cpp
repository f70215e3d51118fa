#include "accuracy/validation/beat_folds.hpp"
#include "accuracy/validation/beat_rows.hpp"
#include "accuracy/validation/chapters.hpp"
#include "accuracy/validation/prepare.hpp"

namespace ecg::accuracy {
namespace {

using enum Goal::Sense;

/// One way to take the records, and what is asked of it.
struct Version {
    std::string name; ///< "MIT-BIH, 360 Hz, first lead"
    bool slow = false;
    bool both_leads = false;
    Goal f1;
    Goal offset;
    bool asks_classes = false; ///< see add_classes
};

std::vector<Version> versions() {
    return {
        {"MIT-BIH, 360 Hz, first lead",
         false,
         false,
         {"F1 of QRS, %", at_least, 99.85, "OSEA 99.78, gqrs 99.73, wfdb-python gqrs 99.69"},
         {"SD of timing, ms", at_most, 6, "NeuroKit2 nabian 6.2 (F1 91.6), gqrs 10.9, OSEA 17.2"},
         true},
        {"MIT-BIH, 360 Hz, both leads",
         false,
         true,
         {"F1 of QRS, %", at_least, 99.92, ""},
         {"SD of timing, ms", at_most, 6, ""},
         true},
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

constexpr const char* introduction = R"(## Beats: MIT-BIH Arrhythmia Database

By the rule of ANSI/AAMI EC57: one-to-one matches within 150 ms, the first five minutes teach the
detector and do not count, ventricular flutter is left out. Timing is found minus reference.
A fusion beat called V and an unknown one called V or S are no error.

)";

constexpr const char* with_folds =
    R"(The small network that weighs candidates in the detector learned from the records of DS1 (and from the
odd records of LUDB, and synthetic ones), and so did the networks that tell the classes (with QTDB). Here
each record is taken by weights that never saw it: of the detector, learned from three quarters of DS1; of
the classes, from five sixths. What the networks look at, and from which odds on a beat is of a class,
was chosen by these same figures: only DS2 is quite unseen. Nothing learned from DS2.

)";

constexpr const char* without_folds =
    R"(There are no weights of folds here. The small network that weighs candidates in the detector learned from
the records of DS1, and so did the networks that tell the classes: on those these figures are not held out.
On the records of DS2 they are.

)";

constexpr const char* shipped_words =
    R"(By the weights that come with the library, which learned from these records if they are of DS1:

)";

std::vector<RecordScore> scores_of(const Request& request, const Version& version,
                                   Weights weights) {
    const auto prepare = [&](const Recording& recording, const Reference&) {
        const Recording chosen = version.both_leads ? recording : first_lead(recording);
        return version.slow ? at_80_hz(chosen) : chosen;
    };
    return score_all(analyse_mitdb(request, version.name, prepare, weights));
}

void add_classes(std::vector<Outcome>& outcomes, const std::string& task,
                 const std::vector<RecordScore>& records) {
    const BeatScore sum = sum_of(records);
    const Rates v = veb_rates(sum);
    const Rates s = sveb_rates(sum);
    outcomes.push_back({task,
                        {"Se of V, %", at_least, 95, "OSEA 92.1"},
                        v.sensitivity,
                        worst_by_class(records, 'V')});
    outcomes.push_back({task,
                        {"+P of V, %", at_least, 97.5, "OSEA 96.5"},
                        v.predictivity,
                        worst_by_class(records, 'V')});
    outcomes.push_back(
        {task, {"Se of S, %", at_least, 75, ""}, s.sensitivity, worst_by_class(records, 'S')});
    outcomes.push_back(
        {task, {"+P of S, %", at_least, 60, ""}, s.predictivity, worst_by_class(records, 'S')});
}

/// The same by the library's own weights, beside those of folds.
std::string shipped_table(const Request& request) {
    Table table{beat_header("records taken as")};
    for (const Version& version : versions()) {
        add_row(table, version.name, sum_of(scores_of(request, version, Weights::shipped)));
    }
    return shipped_words + table.text();
}

} // namespace

Section beats_chapter(const Request& request) {
    Section chapter;
    Table table{beat_header("records taken as")};
    std::string by_record;
    std::int64_t count = 0;
    for (const Version& version : versions()) {
        const auto records = scores_of(request, version, Weights::held_out);
        const BeatScore sum = sum_of(records);
        count = static_cast<std::int64_t>(records.size());
        const auto offset = offset_of(sum);
        add_row(table, version.name, sum);
        chapter.outcomes.push_back(
            {version.name, version.f1, qrs_rates(sum).f1, worst_by_counts(records)});
        chapter.outcomes.push_back({version.name, version.offset,
                                    offset ? std::optional{offset->deviation_ms} : std::nullopt,
                                    worst_by_timing(records)});
        if (version.asks_classes) {
            add_classes(chapter.outcomes, version.name, records);
        }
        if (request.by_record) {
            by_record += version.name + ":\n\n" + beat_record_table(records);
        }
    }
    const bool held_out = !BeatFolds{request.folds}.empty();
    chapter.text = std::string{introduction} + (held_out ? with_folds : without_folds) +
                   figure(count) + " records.\n\n" + table.text() +
                   (held_out ? shipped_table(request) : "") + goal_table(chapter.outcomes, true) +
                   missed_goals(chapter.outcomes, true) + by_record;
    return chapter;
}

} // namespace ecg::accuracy
