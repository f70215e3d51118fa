#include "accuracy/noise_stress.hpp"
#include "accuracy/validation/beat_rows.hpp"
#include "accuracy/validation/chapters.hpp"
#include "accuracy/validation/noise_curve.hpp"
#include "accuracy/validation/prepare.hpp"
#include "formats/open_recording.hpp"

namespace ecg::accuracy {
namespace {

constexpr Seconds longest_record{3600};

/// One signal-to-noise ratio and choice of leads, and what is asked of it.
struct Version {
    std::string name;
    double snr_db;
    bool both_leads;
    double f1;
};

std::vector<Version> versions() {
    return {{"em noise, 6 dB, first lead", 6, false, 97},
            {"em noise, 6 dB, both leads", 6, true, 97},
            {"em noise, 0 dB, first lead", 0, false, 90},
            {"em noise, 0 dB, both leads", 0, true, 90}};
}

constexpr const char* introduction = R"(## Beats in noise: MIT-BIH noise stress test

The same records with electrode motion (em) added: from five minutes on two minutes with noise and two
without in turn, each lead at the stated ratio of signal to noise, as WFDB's nst does. All beats from
five minutes on count. No peer could be run on the same mixtures: the figures stand alone. The detector
learned from records with noise of NSTDB added, of another time of it; the records themselves are held
out as above.

)";

} // namespace

Section noise_chapter(const Request& request) {
    const Recording noise =
        formats::read_recording((request.data / "nstdb" / "em.hea").string(), {}).recording;
    Section chapter;
    Table table{beat_header("records with")};
    std::string by_record;
    for (const Version& version : versions()) {
        const auto prepare = [&](const Recording& recording, const Reference& reference) {
            const Recording noisy = with_noise(recording, reference, noise, version.snr_db);
            return version.both_leads ? noisy : first_lead(noisy);
        };
        const std::vector<RecordBeats> beats = analyse_mitdb(request, version.name, prepare);
        const std::vector<RecordScore> records = score_all(beats);
        const BeatScore sum = sum_of(records);
        ScoreRules in_noise;
        in_noise.counted = noisy_spans(longest_record);
        add_row(table, version.name, sum);
        add_row(table, "– of it, in the noise alone", sum_of(score_all(beats, in_noise)));
        chapter.outcomes.push_back({version.name,
                                    {"F1 of QRS, %", Goal::Sense::at_least, version.f1, ""},
                                    qrs_rates(sum).f1,
                                    worst_by_counts(records)});
        if (request.by_record) {
            by_record += version.name + ":\n\n" + beat_record_table(records);
        }
    }
    Section curve = noise_curve(request, noise);
    chapter.text = introduction + table.text() + goal_table(chapter.outcomes, true) +
                   missed_goals(chapter.outcomes, true) + by_record + curve.text +
                   goal_table(curve.outcomes, false);
    chapter.outcomes.push_back(curve.outcomes.front());
    return chapter;
}

} // namespace ecg::accuracy
