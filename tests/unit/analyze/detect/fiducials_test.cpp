#include "../drawn_leads.hpp"
#include "analyze/detect/detect_beats.hpp"
#include "analyze/filter/filter_recording.hpp"
#include "support/catch.hpp"

#include <cmath>

using namespace ecg;

namespace {

using test::Lobe;

/// Where in its second each fiducial lies beside the beat's R, ms, the first and last left out.
std::vector<double> offsets(const Recording& recording) {
    const Beats beats = analyze::detect_beats(analyze::filter_recording(recording, {})).beats;
    std::vector<double> out;
    for (std::size_t b = 1; b + 1 < beats.size(); ++b) {
        out.push_back(std::fmod(1000 * beats[b].time.count() + 600, 1000) - 300);
    }
    return out;
}

const std::vector<Lobe> upright{{-15, 30, 1.0}, {150, 150, 0.2}};
const std::vector<Lobe> late_and_tall{{30, 30, -2.0}, {150, 150, 0.2}};

} // namespace

TEST_CASE("The fiducial stands where lead II has its main deflection, whatever is tall elsewhere") {
    const auto drawn = test::draw_leads({{Lead::V2, late_and_tall}, {Lead::II, upright}}, 500, 20);
    const auto found = offsets(drawn);
    REQUIRE(found.size() > 15);
    for (const double ms : found) {
        CHECK(std::abs(ms) < 4);
    }
}

TEST_CASE("Without lead II the fiducial stands where the first lead has its main deflection") {
    const auto drawn = test::draw_leads({{Lead::V5, upright}, {Lead::V2, late_and_tall}}, 500, 20);
    const auto found = offsets(drawn);
    REQUIRE(found.size() > 15);
    for (const double ms : found) {
        CHECK(std::abs(ms) < 4);
    }
}

TEST_CASE("A lead II lost in noise gives the fiducial up to a clear lead") {
    auto drawn = test::draw_leads({{Lead::II, upright}}, 500, 20, 0.7);
    drawn.leads.push_back(test::draw_leads({{Lead::V2, late_and_tall}}, 500, 20).leads.front());
    const auto found = offsets(drawn);
    REQUIRE(found.size() > 15);
    for (const double ms : found) {
        CHECK(std::abs(ms - 45) < 4);
    }
}

TEST_CASE("The fiducial does not jump where R and S are about equally tall") {
    auto drawn =
        test::draw_leads({{Lead::V3, {{-15, 30, 1.0}, {15, 30, -1.0}, {150, 150, 0.2}}}}, 500, 20);
    auto& x = drawn.leads.front().samples;
    for (std::size_t i = 0; i < x.size(); ++i) { // breathing: R and S by turns 4 % taller
        const double t = static_cast<double>(i) / 500;
        x[i] *= 1 + (x[i] > 0 ? 0.02 : -0.02) * std::sin(2 * std::numbers::pi * t / 4);
    }
    const auto found = offsets(drawn);
    REQUIRE(found.size() > 15);
    for (const double ms : found) {
        CHECK(ms == Approx(found.front()).margin(8)); // R and S are 30 ms apart
    }
}
