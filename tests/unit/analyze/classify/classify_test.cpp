#include "../synthetic.hpp"
#include "support/catch.hpp"

#include <cmath>

using namespace ecg;

namespace {

/// For each true beat that was found: how its label compares.
struct Labels {
    int right = 0;
    int wrong = 0;
};

Labels compare(std::string_view preset, double rate_hz) {
    const auto made = synth::synthesize(test::some(preset, rate_hz, 30));
    const Analysis found = test::analysed(made.recording);
    Labels labels;
    for (const auto& truth : made.truth.beats) {
        for (const Beat& beat : found.beats) {
            if (std::abs((beat.time - truth.r_peak).count()) < 0.08) {
                ++(beat.label == truth.label ? labels.right : labels.wrong);
            }
        }
    }
    return labels;
}

} // namespace

TEST_CASE("Normal beats stay normal whatever the rhythm or conduction") {
    for (const auto* preset : {"normal", "brady", "tachy", "lbbb", "rbbb", "lvh", "stemi-inferior",
                               "avb1", "long-qt", "af"}) {
        for (const double rate : {80.0, 500.0}) {
            INFO(preset << " at " << rate);
            const Labels labels = compare(preset, rate);
            CHECK(labels.right > 10);
            CHECK(labels.wrong == 0);
        }
    }
}

TEST_CASE("Ventricular ectopic beats are told by their shape") {
    for (const auto* preset : {"pvc", "bigeminy"}) {
        for (const double rate : {80.0, 250.0, 500.0}) {
            INFO(preset << " at " << rate);
            const Labels labels = compare(preset, rate);
            CHECK(labels.right > 20);
            CHECK(labels.wrong == 0);
        }
    }
}

TEST_CASE("Premature atrial beats are told by their timing") {
    for (const double rate : {80.0, 250.0, 500.0}) {
        INFO(rate);
        const Labels labels = compare("pac", rate);
        CHECK(labels.right > 20);
        CHECK(labels.wrong == 0);
    }
}

TEST_CASE("A beat that an end of the recording cuts is not called ectopic") {
    Recording recording = test::record("normal", 500, 12);
    const Analysis whole = test::analysed(recording);
    REQUIRE(whole.beats.size() > 8);
    const auto begin = recording.rate.samples_in(whole.beats[1].time + Seconds{0.01});
    const auto end = recording.rate.samples_in(whole.beats[8].time + Seconds{0.03});
    for (LeadSignal& lead : recording.leads) {
        lead.samples = {lead.samples.begin() + begin, lead.samples.begin() + end};
    }

    for (const Beat& beat : test::analysed(recording).beats) {
        CHECK(beat.label == BeatClass::N);
    }
}
