// The traps E of known ECG programs: what is said of a signal's quality.
#include "../synthetic.hpp"
#include "analyze/filter/baseline_sqi.hpp"
#include "analyze/filter/electrodes.hpp"
#include "analyze/filter/repeated_samples.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <set>
#include <string>

using namespace ecg;
using namespace ecg::analyze;

namespace {

/// The baseline index of 0.3 and 10 Hz together.
std::optional<double> index_of_sines(double slow_mv, double fast_mv, double rate) {
    std::vector<double> x(static_cast<std::size_t>(30 * rate));
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double turn = 2 * std::numbers::pi * static_cast<double>(i) / rate;
        x[i] = 2 + slow_mv * std::sin(0.3 * turn) + fast_mv * std::sin(10 * turn);
    }
    Recording recording;
    recording.rate = SampleRate{Hertz{rate}};
    recording.leads.push_back({"II", Lead::II, std::move(x)});
    return baseline_sqi(recording).at(0);
}

/// As a real one is: with noise, in counts.
Recording noisy(double muscle_mv, double rate = 500) {
    auto settings = test::some("normal", rate, 20);
    settings.noise.muscle = Millivolts{muscle_mv};
    settings.quantisation = synth::Quantisation{};
    return synth::synthesize(settings).recording;
}

LeadQuality quality_of(const Recording& recording, std::size_t lead) {
    return filter_recording(recording, {}).quality.at(lead);
}

bool says(const LeadQuality& quality, const std::string& words) {
    return std::any_of(quality.reasons.begin(), quality.reasons.end(),
                       [&](const std::string& reason) { return reason.starts_with(words); });
}

ElectrodeState state_of(const std::vector<Electrode>& electrodes, const std::string& name) {
    const auto found = std::find_if(electrodes.begin(), electrodes.end(),
                                    [&](const Electrode& e) { return e.name == name; });
    REQUIRE(found != electrodes.end());
    return found->state;
}

/// The twelve leads, those named being off.
std::vector<LeadQuality> leads_off(const std::vector<std::string>& names) {
    std::vector<LeadQuality> quality;
    for (const Lead lead : all_leads) {
        LeadQuality q;
        q.lead = std::string{name_of(lead)};
        q.off = std::find(names.begin(), names.end(), q.lead) != names.end();
        quality.push_back(q);
    }
    return quality;
}

std::size_t count_off(const std::vector<Electrode>& electrodes) {
    return static_cast<std::size_t>(
        std::count_if(electrodes.begin(), electrodes.end(),
                      [](const Electrode& e) { return e.state != ElectrodeState::on; }));
}

} // namespace

TEST_CASE("Trap E1: the baseline index is the share of power up to 40 Hz that lies above 1 Hz") {
    for (const double rate : {80.0, 250.0, 500.0}) {
        INFO(rate << " Hz");
        CHECK(*index_of_sines(0, 1, rate) == Approx(1).margin(0.001));
        CHECK(*index_of_sines(1, 1, rate) == Approx(0.5).margin(0.03));
        CHECK(*index_of_sines(2, 1, rate) == Approx(0.2).margin(0.03));
        CHECK(*index_of_sines(1, 0, rate) == Approx(0).margin(0.001));
    }
    CHECK_FALSE(index_of_sines(0, 0, 500)); // a constant has none
    CHECK_FALSE(baseline_sqi(test::record("normal", 500, 1)).at(0));
}

TEST_CASE("Trap E1: the baseline index of an ECG lies in 0 to 1, and near 1 without drift") {
    auto settings = test::some("normal", 500, 30);
    for (const double wander : {0.0, 0.2, 1.0, 10.0}) {
        settings.noise.wander = Millivolts{wander};
        for (const LeadQuality& q :
             filter_recording(synth::synthesize(settings).recording, {}).quality) {
            INFO(q.lead << ", wander " << wander << " mV: " << q.baseline_sqi.value_or(-1));
            REQUIRE(q.baseline_sqi.has_value());
            CHECK(*q.baseline_sqi >= (wander == 0 ? 0.9 : 0.0));
            CHECK(*q.baseline_sqi <= 1);
            CHECK((wander < 10 || (*q.baseline_sqi < 0.1 && says(q, "drift"))));
        }
    }
}

TEST_CASE("Trap E3: every lead has a verdict of good, fair or bad, and reasons unless it is good") {
    CHECK(quality_of(noisy(0.005), 1).verdict == Verdict::good);
    CHECK(quality_of(noisy(0.005), 1).reasons.empty());
    CHECK(quality_of(noisy(0.15), 1).verdict == Verdict::fair);
    CHECK(says(quality_of(noisy(0.15), 1), "muscle noise"));
    CHECK(quality_of(noisy(1.5), 1).verdict == Verdict::bad);
    CHECK(says(quality_of(noisy(1.5), 1), "muscle noise"));

    Recording mixed = noisy(0.005);
    std::fill(mixed.leads[7].samples.begin(), mixed.leads[7].samples.end(), -0.3);
    const Analysis analysis = test::analysed(mixed);
    CHECK(analysis.quality.size() == 12);
    for (const LeadQuality& q : analysis.quality) {
        CHECK(q.verdict == (q.lead == "V2" ? Verdict::bad : Verdict::good));
    }
}

TEST_CASE("Trap E4: a dropout that repeats a value, or writes zeros, is not good") {
    for (const double rate : {80.0, 500.0}) {
        for (const bool zeros : {false, true}) {
            Recording broken = noisy(0.01, rate);
            for (LeadSignal& lead : broken.leads) {
                for (const double second : {3.1, 9.37, 14.2}) {
                    const auto at =
                        lead.samples.begin() + static_cast<std::ptrdiff_t>(second * rate);
                    std::fill_n(at, static_cast<std::ptrdiff_t>(rate), zeros ? 0 : *(at - 1));
                }
            }
            for (const LeadQuality& q : filter_recording(broken, {}).quality) {
                INFO(rate << " Hz, " << q.lead << (zeros ? ", zeros" : ", held"));
                CHECK(q.repeated_share == Approx(0.15).margin(0.01));
                CHECK(q.verdict == Verdict::fair);
                CHECK(says(q, "repeated samples 15 %"));
            }
        }
    }
}

TEST_CASE("Trap E4: a dropout that leaves samples missing is not good") {
    Recording broken = noisy(0.01);
    for (std::size_t i = 2000; i < 3500; ++i) {
        broken.leads[1].samples[i] = std::numeric_limits<double>::quiet_NaN();
    }

    CHECK(quality_of(broken, 1).missing_share == Approx(0.15));
    CHECK(quality_of(broken, 1).verdict == Verdict::fair);
    CHECK(says(quality_of(broken, 1), "missing samples 15 %"));
    CHECK(quality_of(broken, 1).repeated_share == 0);
    CHECK(quality_of(broken, 0).verdict == Verdict::good);
}

TEST_CASE("Trap E4: the level between the waves of a noiseless drawing is no dropout") {
    // without any noise a level that a spike or a wide beat leads to is just like a dropout
    const std::set<std::string, std::less<>> like_dropouts{"paced", "paced-dual", "vt", "svt",
                                                           "junctional"};
    for (const auto& [name, words] : synth::presets()) {
        if (like_dropouts.contains(name)) {
            continue;
        }
        for (const double rate : {80.0, 250.0, 1000.0}) {
            for (const LeadQuality& q :
                 filter_recording(test::record(name, rate, 30), {}).quality) {
                INFO(name << " at " << rate << " Hz, " << q.lead);
                CHECK(q.repeated_share < 0.05);
            }
        }
    }
}

TEST_CASE("Trap E5: each electrode has a state of its own") {
    const auto all_on = judge_electrodes(leads_off({}));
    CHECK(all_on.size() == 9);
    CHECK(count_off(all_on) == 0);

    const std::vector<std::pair<std::string, std::vector<std::string>>> cases{
        {"RA", {"I", "II", "aVR", "aVL", "aVF"}},
        {"LA", {"I", "III", "aVR", "aVL", "aVF"}},
        {"LL", {"II", "III", "aVR", "aVL", "aVF"}},
        {"V4", {"V4"}}};
    for (const auto& [electrode, leads] : cases) {
        const auto electrodes = judge_electrodes(leads_off(leads));
        INFO(electrode);
        CHECK(state_of(electrodes, electrode) == ElectrodeState::off);
        CHECK(count_off(electrodes) == 1);
    }
}

TEST_CASE("Trap E5: an electrode that comes off in the recording is named in its findings") {
    for (const std::string electrode : {"RA", "LA", "LL", "V1", "V6"}) {
        auto settings = test::some("normal", 500, 10);
        settings.electrodes_off = {{electrode, Seconds{0}, Seconds{10}}};

        const Analysis analysis = test::analysed(synth::synthesize(settings).recording);

        INFO(electrode);
        CHECK(state_of(analysis.electrodes, electrode) == ElectrodeState::off);
        const std::string words = "electrode off: " + electrode;
        CHECK(
            std::any_of(analysis.findings.begin(), analysis.findings.end(), [&](const Finding& f) {
                return f.reason.find(words) != std::string::npos;
            }));
    }
}

TEST_CASE("Trap E5: electrodes that cannot be told apart are uncertain, not off") {
    const auto one = judge_electrodes({{"II", Verdict::bad, {"flat"}, 0, {}, true}});
    CHECK(one == std::vector<Electrode>{{"RA", ElectrodeState::uncertain},
                                        {"LL", ElectrodeState::uncertain}});
    const auto all = judge_electrodes(leads_off({"I", "II", "III", "aVR", "aVL", "aVF"}));
    CHECK(state_of(all, "RA") == ElectrodeState::uncertain);
    CHECK(state_of(all, "V1") == ElectrodeState::on);
    CHECK(count_off(judge_electrodes(leads_off({"III"}))) == 0); // no electrode takes III alone
}
