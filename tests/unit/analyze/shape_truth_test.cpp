// QT by tangent, the end of P in V1, R peak times and notches of recordings whose truth is known.
#include "analyze/stream.hpp"
#include "drawn_leads.hpp"
#include "support/catch.hpp"
#include "synthetic.hpp"

#include <algorithm>
#include <cmath>

using namespace ecg;
using namespace ecg::test;

namespace {

constexpr std::array every_rate{80.0, 125.0, 250.0, 360.0, 500.0, 1000.0};

const LeadMeasurements& lead_of(const Measurements& measured, const std::string& name) {
    const auto found = std::find_if(measured.leads.begin(), measured.leads.end(),
                                    [&](const LeadMeasurements& m) { return m.lead == name; });
    REQUIRE(found != measured.leads.end());
    return *found;
}

std::string reason_for(const Measurements& measured, const std::string& key) {
    for (const Absence& absence : measured.absences) {
        if (absence.key == key) {
            return absence.reason;
        }
    }
    return "";
}

/// From the true QRS onset to where the steepest slope behind T's peak meets zero, of the third
/// beat, by differences between the samples of a clean recording at 1000 Hz.
double true_tangent_ms(const synth::SynthSettings& settings, Lead lead) {
    synth::SynthSettings clean = settings;
    clean.rate = Hertz{1000};
    clean.noise = {};
    const auto made = synth::synthesize(clean);
    const Waves& waves = made.truth.beats.at(2).waves;
    const auto& samples = find_lead(made.recording, lead)->samples;
    double steepest = 0;
    double end = 0;
    for (auto k = static_cast<std::size_t>(waves.t.peak->count() * 1000) + 1;
         k < static_cast<std::size_t>(waves.t.offset->count() * 1000); ++k) {
        const double slope = (samples[k + 1] - samples[k - 1]) / 2;
        if (std::abs(slope) > std::abs(steepest)) {
            steepest = slope;
            end = static_cast<double>(k) - samples[k] / slope;
        }
    }
    return end - waves.qrs.onset->count() * 1000;
}

const std::vector<Lobe> drawn_qrs{{-30, 30, 0.9}, {0, 40, -0.4}};

Recording drawn(std::vector<Lobe> lobes) {
    lobes.insert(lobes.end(), drawn_qrs.begin(), drawn_qrs.end());
    return draw_leads({{Lead::I, lobes}, {Lead::II, lobes}, {Lead::V5, lobes}}, 500, 20);
}

} // namespace

TEST_CASE("QT by tangent is that of the drawn T at 80 to 1000 Hz and 50 to 110 a minute") {
    for (const double rate : every_rate) {
        for (const double heart_rate : {50.0, 75.0, 110.0}) {
            auto settings = some("normal", rate, 20);
            settings.heart_rate = BeatsPerMinute{heart_rate};
            settings.noise.white = Millivolts{0.005};

            const Measurements m = analysed(synth::synthesize(settings).recording).measurements;

            INFO(rate << " Hz, " << heart_rate << " a minute");
            REQUIRE(m.qt_tangent);
            CHECK(m.qt_tangent_lead == "II");
            CHECK(m.qt_tangent->count() ==
                  Approx(true_tangent_ms(settings, Lead::II)).margin(rate < 250 ? 10 : 8));
            CHECK(*m.qt_tangent < *m.qt + Milliseconds{5});
            CHECK(m.qt_tangent_uncertainty->count() > 0);
        }
    }
}

TEST_CASE("A U wave changes QT by tangent by less than 5 ms") {
    const auto without = analysed(drawn({{180, 180, 0.35}})).measurements;
    const auto with = analysed(drawn({{180, 180, 0.35}, {400, 130, 0.05}})).measurements;

    REQUIRE(without.qt_tangent);
    REQUIRE(with.qt_tangent);
    CHECK(with.qt_tangent->count() == Approx(without.qt_tangent->count()).margin(5));
    CHECK(with.qt_threshold->count() == Approx(without.qt_threshold->count()).margin(5));
}

TEST_CASE("A T of 80 microvolts has no QT by tangent, and the reason says so") {
    const auto m = analysed(drawn({{180, 180, 0.08}})).measurements;
    CHECK_FALSE(m.qt_tangent);
    CHECK(reason_for(m, "qt_tangent_ms") == "T is flatter than 0.1 mV in every lead");
}

TEST_CASE("The end of P in V1 has the depth, length and force that were synthesized") {
    for (const double rate : every_rate) {
        // P of 100 ms: 50 ms upright, then 50 ms down to 50 µV.
        const Measurements m = analysed(record("normal", rate, 20)).measurements;
        INFO(rate << " Hz");
        REQUIRE(m.p_terminal_v1.force_mv_ms);
        CHECK(m.p_terminal_v1.depth->value == Approx(-0.05).margin(0.008));
        CHECK(m.p_terminal_v1.duration->count() == Approx(50).margin(9));
        CHECK(*m.p_terminal_v1.force_mv_ms == Approx(2.5).margin(0.6));
    }
}

TEST_CASE("Without V1, or without P, there is no end of P and the reason says why") {
    const auto drawn_leads = analysed(drawn({{-180, 100, 0.15}, {180, 180, 0.35}})).measurements;
    CHECK(reason_for(drawn_leads, "p_terminal_force_mv_ms") == "there is no lead V1");
    const auto fibrillation = analysed(record("af", 500, 30)).measurements;
    CHECK_FALSE(fibrillation.p_terminal_v1.force_mv_ms);
    CHECK(reason_for(fibrillation, "p_terminal_force_mv_ms") ==
          "no P wave comes with the QRS complexes");
}

TEST_CASE("R peaks at the synthetic fiducial in every lead that has its R there") {
    for (const double rate : every_rate) {
        const auto made = synth::synthesize(some("normal", rate, 20));
        const synth::TrueBeat& beat = made.truth.beats.at(2);
        const double truth = Milliseconds{beat.r_peak - *beat.waves.qrs.onset}.count();

        const Measurements m = analysed(made.recording).measurements;

        INFO(rate << " Hz");
        for (const char* name : {"I", "II", "V4", "V5", "V6"}) {
            INFO(name);
            REQUIRE(lead_of(m, name).r_peak_time);
            CHECK(lead_of(m, name).r_peak_time->count() ==
                  Approx(truth).margin(rate < 250 ? 8 : 5));
        }
        CHECK(*lead_of(m, "V1").r_peak_time < *lead_of(m, "V5").r_peak_time);
    }
}

TEST_CASE("Left bundle branch block is notched where it was drawn notched, a normal QRS nowhere") {
    const Measurements normal = analysed(record("normal", 500, 20)).measurements;
    for (const LeadMeasurements& lead : normal.leads) {
        INFO(lead.lead);
        REQUIRE(lead.notches);
        CHECK(lead.notches->size() == (lead.lead == "V2" ? 1 : 0)); // its S is drawn with two dips
    }
    const Measurements lbbb = analysed(record("lbbb", 500, 20)).measurements;
    for (const char* name : {"I", "V5", "V6"}) {
        INFO(name);
        const LeadMeasurements& lead = lead_of(lbbb, name);
        REQUIRE(lead.notches->size() == 1);
        CHECK(lead.notches->front().count() > 40);
        CHECK(lead.notches->front() < *lead.r_peak_time);
        CHECK(lead.r_peak_time->count() > 60);
    }
}

TEST_CASE(
    "Below 250 Hz notches are not told, with the reason; nor does a single lead need others") {
    const Measurements slow = analysed(record("lbbb", 125, 20)).measurements;
    for (const LeadMeasurements& lead : slow.leads) {
        CHECK_FALSE(lead.notches);
    }
    CHECK(reason_for(slow, "qrs_notches_ms") == "the sampling rate is below 250 Hz");

    Recording single = record("normal", 500, 20);
    single.leads = {*find_lead(single, Lead::V5)};
    const Measurements one = analysed(single).measurements;
    CHECK(one.qt_tangent_lead == "V5");
    CHECK(one.leads.at(0).r_peak_time);
    CHECK(one.leads.at(0).notches);
}

TEST_CASE("A recording of two minutes has them as one of ten seconds has") {
    const Measurements brief = analysed(record("normal", 250, 10)).measurements;
    const Recording recording = record("normal", 250, 130);
    analyze::StreamAnalyzer analyzer{{}};
    analyzer.add(recording);
    analyzer.finish(std::nullopt);
    const Measurements longer = analyzer.summary().measurements;

    CHECK(longer.qt_tangent->count() == Approx(brief.qt_tangent->count()).margin(3));
    CHECK(longer.qt_threshold->count() == Approx(brief.qt_threshold->count()).margin(3));
    CHECK(*longer.p_terminal_v1.force_mv_ms ==
          Approx(*brief.p_terminal_v1.force_mv_ms).margin(0.3));
    CHECK(lead_of(longer, "V5").r_peak_time->count() ==
          Approx(lead_of(brief, "V5").r_peak_time->count()).margin(2));
    CHECK(lead_of(longer, "V5").notches->empty());
}

TEST_CASE("Silence and a gap over all leads have none of them, and nothing breaks") {
    Recording silent = record("normal", 500, 10);
    for (LeadSignal& lead : silent.leads) {
        std::fill(lead.samples.begin(), lead.samples.end(), 0.0);
    }
    const Measurements m = analysed(silent).measurements;
    CHECK_FALSE(m.qt_tangent);
    CHECK_FALSE(m.p_terminal_v1.force_mv_ms);
    CHECK(reason_for(m, "qrs_notches_ms") == "no QRS complex was found");
}
