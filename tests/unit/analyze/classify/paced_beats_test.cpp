#include "../synthetic.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace ecg;

namespace {

/// A recording with a spike of a sample or two in one lead before every n-th beat.
Recording with_spikes(double rate_hz, std::size_t every, Seconds before = Seconds{0.09}) {
    auto made = synth::synthesize(test::some("lbbb", rate_hz, 20));
    std::vector<double>& lead = made.recording.leads[1].samples;
    for (std::size_t b = 0; b < made.truth.beats.size(); b += every) {
        const double at = (made.truth.beats[b].r_peak - before).count() * rate_hz;
        if (at >= 0) {
            lead[static_cast<std::size_t>(at)] += 0.5;
            lead[static_cast<std::size_t>(at) + 1] += 0.2;
        }
    }
    return made.recording;
}

std::ptrdiff_t paced_of(const Analysis& analysis) {
    return std::count_if(analysis.beats.begin(), analysis.beats.end(),
                         [](const Beat& beat) { return beat.label == BeatClass::Q; });
}

const Finding* pacing_of(const Analysis& analysis) {
    const auto found = std::find_if(analysis.findings.begin(), analysis.findings.end(),
                                    [](const Finding& finding) { return finding.code == "PACE"; });
    return found == analysis.findings.end() ? nullptr : &*found;
}

} // namespace

TEST_CASE("Beats with a spike at a fixed distance before them look paced") {
    for (const double rate : {250.0, 360.0, 500.0, 1000.0}) {
        INFO(rate);
        const Analysis found = test::analysed(with_spikes(rate, 1));
        const auto beats = static_cast<std::ptrdiff_t>(found.beats.size());

        CHECK(paced_of(found) >= beats - 1);
        const Finding* pacing = pacing_of(found);
        REQUIRE(pacing != nullptr);
        CHECK(pacing->words.find("suggest") != std::string::npos);
        CHECK(pacing->severity == Severity::abnormal);
    }
}

TEST_CASE("Pacing on demand: only the beats with a spike are of class Q") {
    const Analysis found = test::analysed(with_spikes(500, 2));
    const auto beats = static_cast<std::ptrdiff_t>(found.beats.size());

    CHECK(std::abs(2 * paced_of(found) - beats) <= 2);
}

TEST_CASE("Few spikes, spikes inside the QRS or slow samples suggest no pacing") {
    for (const Recording& recording :
         {with_spikes(500, 4), with_spikes(500, 1, Seconds{0.02}), with_spikes(200, 1),
          test::record("lbbb"), test::record("normal")}) {
        const Analysis found = test::analysed(recording);

        CHECK(paced_of(found) == 0);
        CHECK(pacing_of(found) == nullptr);
    }
}
