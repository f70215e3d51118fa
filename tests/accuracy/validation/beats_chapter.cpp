#include "accuracy/validation/beat_rows.hpp"
#include "accuracy/validation/chapters.hpp"
#include "accuracy/validation/detector_folds.hpp"
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

constexpr const char* introduction = R"(## Beats: MIT-BIH Arrhythmia Database

By the rule of ANSI/AAMI EC57: one-to-one matches within 150 ms, the first five minutes teach the
detector and do not count, ventricular flutter is left out. Timing is found minus reference.
The classes VEB and SVEB were learned from DS1 as well, from all of it: these figures are not held out
(`scripts/train-classes DATA_DIR --cross-validate` prints what is).

)";

constexpr const char* with_folds =
    R"(The small network that weighs candidates in the detector learned from the records of DS1 (and from the
odd records of LUDB, and synthetic ones). Here each of them is taken by weights that learned from three
quarters of DS1, without that record. Nothing learned from DS2.

)";

constexpr const char* without_folds =
    R"(There are no weights of folds here. The small network that weighs candidates in the detector learned from
the records of DS1: on those these figures are not held out. On the records of DS2 they are.

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
        if (request.by_record) {
            by_record += version.name + ":\n\n" + beat_record_table(records);
        }
    }
    const bool held_out = !DetectorFolds{request.folds}.empty();
    chapter.text = std::string{introduction} + (held_out ? with_folds : without_folds) +
                   figure(count) + " records.\n\n" + table.text() +
                   (held_out ? shipped_table(request) : "") + goal_table(chapter.outcomes, true) +
                   missed_goals(chapter.outcomes, true) + by_record;
    return chapter;
}

} // namespace ecg::accuracy
