#include "analyze/between/flutter_waves.hpp"
#include "analyze/filter/filter_recording.hpp"
#include "support/catch.hpp"
#include "unit/analyze/synthetic.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace ecg;
using namespace ecg::analyze;
using namespace ecg::test;

namespace {

std::vector<FlutterLook> looks_at(std::string_view preset, double rate_hz, double seconds) {
    return analysed(record(preset, rate_hz, seconds)).between.flutter;
}

} // namespace

TEST_CASE("Flutter waves repeat at their own rate, whatever the ventricles do") {
    for (const double rate_hz : {80.0, 250.0, 500.0}) {
        for (const char* preset : {"flutter", "flutter-2to1", "flutter-variable"}) {
            CAPTURE(preset, rate_hz);
            const auto looks = looks_at(preset, rate_hz, 30);
            REQUIRE(looks.size() >= 2);
            for (const FlutterLook& look : looks) {
                CHECK(std::abs(look.rate.value - 300) <= 15); // a sample of the lag is 8 %
                CHECK(look.once > 0.57);
                CHECK(look.twice > 0.5);
            }
        }
    }
}

TEST_CASE("P and T of a sinus rhythm do not repeat within the beat") {
    for (const char* preset :
         {"normal", "brady", "tachy", "avb1", "pvc", "stemi-anterior", "svt"}) {
        CAPTURE(preset);
        for (const FlutterLook& look : looks_at(preset, 250, 30)) {
            CHECK((look.once < 0.5 || look.twice < 0.4));
        }
    }
}

TEST_CASE("The looks follow one another, ten seconds each, the rest too from five on") {
    SlowSignal signal;
    signal.rate_hz = 62.5;
    signal.leads.emplace_back(static_cast<std::size_t>(36 * signal.rate_hz));
    signal.in_qrs.resize(signal.leads[0].size());
    for (std::size_t i = 0; i < signal.leads[0].size(); ++i) {
        const double t = static_cast<double>(i) / signal.rate_hz;
        signal.leads[0][i] = std::sin(2 * std::numbers::pi * 4.5 * t);
    }
    const auto looks = look_for_flutter(signal, {Seconds{0}, Seconds{36}});
    REQUIRE(looks.size() == 4);
    CHECK(looks[1].over.from == Seconds{10});
    CHECK(looks[3].over.to == Seconds{36});
    CHECK(std::abs(looks[0].rate.value - 270) < 3);
    CHECK(look_for_flutter(signal, {Seconds{0}, Seconds{34}}).size() == 3);
    CHECK(look_for_flutter(SlowSignal{}, {Seconds{0}, Seconds{3}}).empty());
}
