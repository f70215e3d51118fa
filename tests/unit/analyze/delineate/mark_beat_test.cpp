#include "analyze/delineate/beat_window.hpp"
#include "analyze/delineate/mark_beat.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <array>
#include <cmath>

using namespace ecg;
using namespace ecg::analyze;

namespace {

constexpr double rate = 500;
constexpr double ms = rate / 1000; // samples

double bump(double t, double at, double width, double height) {
    const double z = (t - at) / width;
    return height * std::exp(-z * z / 2);
}

/// P 160 ms before the QRS, T 280 ms after it, as a lead of that share of each sees them.
std::vector<double> lead_of(double p, double qrs, double t, std::size_t length) {
    std::vector<double> lead(length);
    for (std::size_t i = 0; i < length; ++i) {
        const double s = (static_cast<double>(i) - 250) / rate;
        lead[i] = bump(s, -0.16, 0.02, 0.15 * p) + bump(s, -0.02, 0.008, -0.1 * qrs) +
                  bump(s, 0, 0.011, qrs) + bump(s, 0.025, 0.009, -0.2 * qrs) +
                  bump(s, 0.28, 0.045, 0.3 * t);
    }
    return lead;
}

/// Eight leads, the mean of ten beats.
AverageBeat drawn_beat(double p = 1, double t = 1) {
    AverageBeat beat;
    beat.rate_hz = rate;
    beat.recorded_hz = rate;
    beat.fiducial = 250;
    beat.length = 630;
    for (const double share : {0.8, 1.0, -0.5, 0.3, 0.6, 1.3, 1.1, 0.7}) {
        beat.leads.push_back(lead_of(p * share, share, t * share, beat.length));
    }
    beat.noise.assign(8, 0.002);
    beat.scatter.assign(8, std::vector<float>(window_samples, 0.002F));
    beat.usable.assign(8, true);
    beat.members.assign(10, 0);
    return beat;
}

std::array<std::optional<double>, 9> points_of(const BeatMarks& marks) {
    return {marks.p.onset,    marks.p.peak,  marks.p.offset, marks.qrs.onset, marks.qrs.peak,
            marks.qrs.offset, marks.t.onset, marks.t.peak,   marks.t.offset};
}

/// Both have the same points, at most so many samples apart.
void check_near(const BeatMarks& a, const BeatMarks& b, double samples) {
    const auto first = points_of(a);
    const auto second = points_of(b);
    for (std::size_t i = 0; i < first.size(); ++i) {
        REQUIRE(first.at(i).has_value() == second.at(i).has_value());
        if (first.at(i)) {
            CHECK(std::abs(*first.at(i) - *second.at(i)) <= samples);
        }
    }
}

MarksOfBeat marks_of(const AverageBeat& beat) {
    return mark_beat(beat, delineation_network());
}

} // namespace

TEST_CASE("A drawn beat's waves are marked in their order, peaks where they were drawn") {
    const MarksOfBeat marks = marks_of(drawn_beat());

    const auto points = points_of(marks.global);
    for (std::size_t i = 0; i < points.size(); ++i) {
        REQUIRE(points.at(i).has_value());
        CHECK((i == 0 || *points.at(i - 1) <= *points.at(i)));
    }
    CHECK(std::abs(*marks.global.p.peak - (250 - 160 * ms)) < 12 * ms);
    CHECK(std::abs(*marks.global.qrs.peak - 250) < 12 * ms);
    CHECK(std::abs(*marks.global.t.peak - (250 + 280 * ms)) < 25 * ms);
    CHECK(marks.global.qrs.spread.onset > 0);
    CHECK(marks.global.t.spread.offset < 60 * ms);
}

TEST_CASE("A drawn beat without a P wave has none") {
    CHECK(marks_of(drawn_beat(0)).global.p.empty());
}

TEST_CASE("Where a drawn beat has no T wave, none is seen in its silence") {
    const MarksOfBeat marks = marks_of(drawn_beat(1, 0));

    CHECK(marks.global.t.empty());
    CHECK(marks.leads[1].t.empty());
}

TEST_CASE("A wave that does not rise above the noise of any lead is none") {
    AverageBeat noisy = drawn_beat();
    noisy.noise.assign(8, 0.2);

    CHECK(marks_of(noisy).global.p.empty());
    CHECK_FALSE(marks_of(noisy).global.qrs.empty());
}

TEST_CASE("The order of the leads does not matter to the marks") {
    AverageBeat turned = drawn_beat();
    std::rotate(turned.leads.begin(), turned.leads.begin() + 3, turned.leads.end());

    const MarksOfBeat marks = marks_of(drawn_beat());
    const MarksOfBeat of_turned = marks_of(turned);

    check_near(marks.global, of_turned.global, 0.02);
    for (std::size_t l = 0; l < 8; ++l) {
        check_near(marks.leads[(l + 3) % 8], of_turned.leads[l], 0.02);
    }
}

TEST_CASE("A lead turned upside down keeps its marks within 8 ms") {
    AverageBeat turned = drawn_beat();
    for (double& v : turned.leads[1]) {
        v = -v;
    }

    const MarksOfBeat marks = marks_of(drawn_beat());
    const MarksOfBeat of_turned = marks_of(turned);

    check_near(marks.global, of_turned.global, 8 * ms);
    check_near(marks.leads[1], of_turned.leads[1], 8 * ms);
}

TEST_CASE("A thousandth or a thousandfold of all samples has the same marks") {
    const MarksOfBeat marks = marks_of(drawn_beat());
    for (const double scale : {1e-3, 1e3}) {
        AverageBeat beat = drawn_beat();
        for (std::size_t l = 0; l < beat.leads.size(); ++l) {
            beat.noise[l] *= scale;
            for (double& v : beat.leads[l]) {
                v *= scale;
            }
            for (float& v : beat.scatter[l]) {
                v *= static_cast<float>(scale);
            }
        }
        check_near(marks.global, marks_of(beat).global, 0.02);
    }
}

TEST_CASE("A lead that is not usable has no marks and no say") {
    AverageBeat spoilt = drawn_beat();
    spoilt.usable[2] = false;
    AverageBeat other = spoilt;
    other.leads[2].assign(other.length, 7.0);

    const MarksOfBeat marks = marks_of(spoilt);

    CHECK(marks.leads[2].qrs.empty());
    CHECK_FALSE(marks.leads[3].qrs.empty());
    check_near(marks.global, marks_of(other).global, 0);
}

TEST_CASE("Without a usable lead nothing is marked") {
    AverageBeat beat = drawn_beat();
    beat.usable.assign(8, false);

    const MarksOfBeat marks = marks_of(beat);

    CHECK(marks.leads.size() == 8);
    CHECK(marks.global.p.empty());
    CHECK(marks.global.qrs.empty());
    CHECK(marks.global.t.empty());
}
