#include "acquire/session/stream_figures.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace ecg;
using namespace ecg::acquire;

namespace {

const Candidate& cyton() {
    return *std::find_if(candidates().begin(), candidates().end(),
                         [](const Candidate& one) { return one.text == "cyton"; });
}

/// Four seconds at 250 Hz, ten samples at a time, without those whose number is lost.
std::vector<HeardPiece> four_seconds(const std::vector<std::int64_t>& lost) {
    const auto encoder = cyton().driver.driver->encoder(cyton().driver.options);
    Frame frame;
    frame.counts.fill(1000);
    std::vector<HeardPiece> pieces;
    for (std::int64_t i = 0; i < 1000; ++i) {
        if (i % 10 == 0) {
            pieces.push_back({Seconds{50 + static_cast<double>(i + 9) / 250}, ""});
        }
        const std::string bytes = encoder->encode(frame, i);
        if (std::find(lost.begin(), lost.end(), i) == lost.end()) {
            pieces.back().bytes += bytes;
        }
    }
    return pieces;
}

} // namespace

TEST_CASE("What was lost is told by the device's numbers, and the rate is that of the device") {
    const StreamFigures figures = figures_of(cyton(), four_seconds({100, 101, 377}));

    CHECK(figures.samples == 997);
    CHECK(figures.lost == 3);
    CHECK(figures.loss() == Approx(0.003));
    REQUIRE(figures.rate);
    CHECK(figures.rate->value == Approx(250).epsilon(0.001));
    CHECK(figures.understood == Approx(1));
    CHECK(figures.channels.size() == 8);
}

TEST_CASE("Bytes of no frame lower the share that was understood") {
    auto pieces = four_seconds({});
    for (std::size_t i = 1; i < pieces.size(); i += 2) {
        pieces[i].bytes += std::string(33, 'x'); // a frame's length to every twenty
    }

    CHECK(figures_of(cyton(), pieces).understood == Approx(20.0 / 21).epsilon(0.01));
}

TEST_CASE("The time of arrival at a file's end tells no rate") {
    CHECK_FALSE(figures_of(cyton(), four_seconds({}), false).rate);
}

TEST_CASE("Of nothing there is no figure") {
    const StreamFigures figures = figures_of(cyton(), {});

    CHECK(figures.samples == 0);
    CHECK(figures.loss() == 0);
    CHECK_FALSE(figures.rate);
}
