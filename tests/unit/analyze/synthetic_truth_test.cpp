#include "support/catch.hpp"
#include "support/synthetic_grid.hpp"
#include "synthetic.hpp"

#include <algorithm>
#include <cmath>

using namespace ecg;
using namespace ecg::test;

namespace {

void check_error(const std::optional<double>& error, double limit, const char* what) {
    INFO(what);
    REQUIRE(error.has_value());
    CHECK(*error <= limit);
}

void check_grid(bool noisy) {
    for (const GridCase& one : grid(noisy)) {
        INFO(name_of(one));
        const GridErrors errors = measure_errors(one);
        const GridLimits limits = limits_for(one);
        CHECK(errors.missed == 0);
        CHECK(errors.invented == 0);
        check_error(errors.heart_rate_bpm, limits.heart_rate_bpm, "heart rate");
        check_error(errors.pr_ms, limits.pr_ms, "PR");
        check_error(errors.qrs_ms, limits.qrs_ms, "QRS");
        check_error(errors.qt_ms, limits.qt_ms, "QT");
        check_error(errors.axis_deg, limits.axis_deg, "axis");
        check_error(errors.st_mv, limits.st_mv, "ST");
    }
}

} // namespace

TEST_CASE("Clean synthetic ECGs from 80 to 1000 Hz are measured within the limits") {
    check_grid(false);
}

TEST_CASE("With 30 µV of noise and wander they are measured within twice the limits") {
    check_grid(true);
}

TEST_CASE("Atrial fibrillation has no PR interval and no P waves") {
    for (const double rate : {80.0, 250.0, 500.0}) {
        const Analysis a = analysed(record("af", rate, 30));
        INFO(rate);
        CHECK_FALSE(a.measurements.pr.has_value());
        CHECK(a.measurements.qrs.has_value());
        for (const BeatWaves& waves : a.waves) {
            CHECK(waves.global.p.empty());
        }
    }
}

TEST_CASE("Waves stand in the order of time in every beat of every preset") {
    for (const auto& [name, words] : synth::presets()) {
        if (name == "asystole") { // has no beats to tell the order of
            continue;
        }
        const Analysis a = analysed(record(name, 500, 30));
        INFO(name);
        CHECK(a.beats.size() > 5);
        std::optional<Seconds> last;
        for (const BeatWaves& waves : a.waves) {
            for (const Wave* wave : {&waves.global.p, &waves.global.qrs, &waves.global.t}) {
                for (const auto& point : {wave->onset, wave->peak, wave->offset}) {
                    if (point) {
                        CHECK(last.value_or(*point) <= *point);
                        last = point;
                    }
                }
            }
        }
    }
}

TEST_CASE("Half a second of signal is analysed without a crash") {
    for (const double seconds : {0.05, 0.5, 1.2, 2.5}) {
        for (const double rate : {80.0, 500.0}) {
            const Analysis a = analysed(record("normal", rate, seconds));
            CHECK(a.beats.size() <= 4);
        }
    }
}

TEST_CASE("An axis needs two limb leads, and says so") {
    Recording one = record("normal");
    one.leads.erase(one.leads.begin(), one.leads.begin() + 6);
    const auto& absences = analysed(one).measurements.absences;
    const auto axis = std::find_if(absences.begin(), absences.end(),
                                   [](const Absence& a) { return a.key == "qrs_axis_deg"; });
    REQUIRE(axis != absences.end());
    CHECK(axis->reason == "two limb leads are needed");
}

TEST_CASE("Every lead with a T wave has its duration, near the true one") {
    const auto made = synth::synthesize(some("normal"));
    const Waves& truth = made.truth.beats.at(3).waves;
    const double expected = Milliseconds{*truth.t.offset - *truth.t.onset}.count();

    const Analysis a = analysed(made.recording);

    std::size_t measured = 0;
    for (const LeadMeasurements& lead : a.measurements.leads) {
        if (lead.t_duration) {
            ++measured;
            CHECK(lead.t_duration->count() == Approx(expected).margin(20));
        }
    }
    CHECK(measured >= 10);
}
