#include "analyze/measure/hrv.hpp"
#include "nn_series.hpp"

#include <algorithm>

using namespace ecg;
using analyze::measure_hrv;
using test::beats_apart;
using test::breathing;

namespace {

std::string reason_for(const HeartRateVariability& hrv, const std::string& key) {
    for (const Absence& absence : analyze::explain_hrv(hrv)) {
        if (absence.key == key) {
            return absence.reason;
        }
    }
    return "";
}

} // namespace

TEST_CASE("The share of edited intervals is of all RR intervals, and says why each was left out") {
    Beats beats = beats_apart({800, 800, 800, 800, 500, 1100, 800, 800, 9000, 800,
                               800, 800, 800, 800, 800, 800,  800, 800, 800,  800});
    beats[5].label = BeatClass::V;
    beats[12].after_gap = true;

    const auto hrv = measure_hrv(beats);

    CHECK(hrv.intervals == 16);
    CHECK(hrv.ectopic == 2);
    CHECK(hrv.missing == 1);
    CHECK(hrv.artefacts == 1);
    CHECK(hrv.edited_share == Approx(4.0 / 20));
    CHECK(hrv.left_out == std::vector<LeftOutInterval>{{5, LeftOut::ectopic},
                                                       {6, LeftOut::ectopic},
                                                       {9, LeftOut::artefact},
                                                       {12, LeftOut::missing}});
    CHECK(hrv.much_edited);
    CHECK(hrv.sdnn->count() == Approx(0).margin(1e-9));
    CHECK(hrv.duration.count() == Approx(16 * 0.8));
}

TEST_CASE("An even rhythm has no variability, which is a measured 0") {
    const auto hrv = measure_hrv(beats_apart(std::vector<double>(20, 800)));

    CHECK(hrv.edited_share == 0);
    CHECK_FALSE(hrv.much_edited);
    CHECK(hrv.mean_nn->count() == Approx(800));
    CHECK(hrv.sdnn->count() == Approx(0).margin(1e-9));
    CHECK(*hrv.cvnn == Approx(0).margin(1e-9));
    CHECK(hrv.rmssd->count() == Approx(0).margin(1e-9));
    CHECK(*hrv.pnn50 == 0);
}

TEST_CASE("Fifteen intervals, each 60 ms longer than the one before, have a pNN50 of 100 %") {
    std::vector<double> rr;
    for (int i = 0; i < 15; ++i) {
        rr.push_back(1100 + 60 * i);
    }

    const auto hrv = measure_hrv(beats_apart(rr));

    CHECK(hrv.intervals == 15);
    CHECK(hrv.differences == 14);
    CHECK(hrv.nn50 == 14);
    CHECK(*hrv.pnn50 == 100);
}

TEST_CASE("Nothing is said when more than a fifth of the intervals had to be left out") {
    Beats beats = beats_apart(std::vector<double>(20, 800));
    beats[4].label = BeatClass::V;
    beats[10].label = BeatClass::S;
    CHECK(measure_hrv(beats).edited_share == Approx(0.2));
    CHECK(measure_hrv(beats).sdnn);

    beats[15].after_gap = true;
    const auto hrv = measure_hrv(beats);
    CHECK(hrv.edited_share == Approx(0.25));
    CHECK_FALSE(hrv.mean_nn);
    CHECK_FALSE(hrv.sdnn);
    CHECK_FALSE(hrv.rmssd);
    CHECK_FALSE(hrv.pnn50);
    CHECK(analyze::explain_hrv(hrv).size() == 15);
    for (const Absence& absence : analyze::explain_hrv(hrv)) {
        CHECK(absence.reason == "25 % of the RR intervals left out, more than 20 %");
    }
}

TEST_CASE("Intervals in fibrillation or flutter are no NN intervals") {
    const Beats beats = beats_apart(std::vector<double>(20, 800));
    const auto episode = [&](const char* code, std::size_t first, std::size_t last) {
        return Episode{code, beats[first].time, beats[last].time, 0, {}};
    };

    const auto hrv =
        measure_hrv(beats, {"SR",
                            {episode("SR", 0, 12), episode("AFLT", 12, 14), episode("SR", 14, 20),
                             episode("PVC", 3, 4), episode("AFIB", 18, 20)}});

    CHECK(hrv.fibrillating == 4);
    CHECK(hrv.intervals == 16);
    CHECK(hrv.differences == 14);
    CHECK(hrv.edited_share == Approx(0.2));
    CHECK(hrv.sdnn);
}

TEST_CASE("Variability is withheld where fibrillation takes more than a fifth, with this reason") {
    const Beats beats = beats_apart(std::vector<double>(20, 800));

    const auto hrv = measure_hrv(beats, {"AFIB", {{"AFIB", beats[0].time, beats[15].time, 0, {}}}});

    CHECK_FALSE(hrv.sdnn);
    CHECK_FALSE(hrv.welch.hf);
    CHECK(reason_for(hrv, "sdnn_ms") ==
          "75 % of the RR intervals in fibrillation or flutter, more than 20 %");
}

TEST_CASE("Too few beats leave the values absent, with the reason") {
    CHECK(measure_hrv({}).edited_share == 0);
    CHECK_FALSE(measure_hrv({}).sdnn);
    CHECK(reason_for(measure_hrv({}), "mean_nn_ms") == "no NN interval");
    CHECK(reason_for(measure_hrv(beats_apart({800})), "sdnn_ms") == "fewer than 2 NN intervals");
    CHECK(reason_for(measure_hrv(beats_apart({800, 820})), "rmssd_ms") ==
          "fewer than 2 successive NN differences");
    CHECK(reason_for(measure_hrv(beats_apart({800, 820, 840})), "rmssd_ms").empty());
}

TEST_CASE("Too short a recording leaves bands and histogram absent, with what was measured") {
    const auto hrv = measure_hrv(breathing(50, 0.1, Seconds{116}));

    CHECK(hrv.sdnn);
    CHECK(hrv.welch.hf);
    CHECK_FALSE(hrv.welch.lf);
    CHECK(reason_for(hrv, "hf_ms2").empty());
    CHECK(reason_for(hrv, "lf_ms2") == "NN intervals on end for 114 s < 120 s");
    CHECK(reason_for(hrv, "lf_hf") == "NN intervals on end for 114 s < 120 s");
    CHECK(reason_for(hrv, "vlf_ms2") == "NN intervals on end for 114 s < 300 s");
    CHECK(reason_for(hrv, "tinn_ms") == "NN intervals for 114 s < 1200 s");
    CHECK(reason_for(hrv, "ulf_ms2") == "NN intervals for 114 s < 64800 s");
    CHECK(reason_for(hrv, "sdann_ms") == "fewer than 2 segments of 5 minutes");
    CHECK(reason_for(hrv, "sdnn_index_ms") == "less than half of 5 minutes");
}

TEST_CASE("Twenty minutes of even rhythm have all but ULF and a ratio of powers") {
    const auto hrv = measure_hrv(beats_apart(std::vector<double>(1500, 800)));

    CHECK(*hrv.triangular_index == 1);
    CHECK(hrv.tinn);
    CHECK(hrv.sdann->count() == Approx(0).margin(1e-9));
    CHECK(analyze::explain_hrv(hrv) ==
          std::vector<Absence>{{"ulf_ms2", "NN intervals for 1200 s < 64800 s"},
                               {"lf_hf", "HF has no power"}});
}

TEST_CASE("No number of any series is infinite or none") {
    for (const auto& rr : {std::vector<double>{}, std::vector<double>{800},
                           std::vector<double>(700, 800), std::vector<double>(3, 3999),
                           std::vector<double>(400, 1), std::vector<double>(100, 3900)}) {
        const auto hrv = measure_hrv(beats_apart(rr));
        for (const auto& value :
             {hrv.cvnn, hrv.pnn50, hrv.sd1_sd2, hrv.triangular_index, hrv.welch.lf, hrv.welch.lf_hf,
              hrv.welch.total, hrv.lomb_scargle.lf, hrv.lomb_scargle.hf, hrv.lomb_scargle.lf_nu,
              hrv.lomb_scargle.total}) {
            CHECK((!value || std::isfinite(*value)));
        }
    }
}
