#include "recording_canvas.hpp"
#include "report/axis.hpp"
#include "report/time_axis.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::report;
using namespace ecg::report::test;

namespace {

void check_near(const std::vector<double>& found, const std::vector<double>& wanted) {
    REQUIRE(found.size() == wanted.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        CHECK(found[i] == Approx(wanted[i]).margin(1e-9));
    }
}

std::vector<std::string> words_of(const TimeAxis& axis) {
    const RecordingCanvas canvas;
    std::vector<std::string> words;
    for (const TimeTick& tick : time_ticks(canvas, axis)) {
        words.push_back(tick.words);
    }
    return words;
}

} // namespace

TEST_CASE("ticks are multiples of 1, 2 or 5, and as many as there is room for") {
    check_near(round_ticks(0, 0.4, 6), {0, 0.1, 0.2, 0.3, 0.4});
    check_near(round_ticks(37, 142, 7), {40, 60, 80, 100, 120, 140});
    check_near(round_ticks(-3, 3, 4), {-2, 0, 2});
    check_near(round_ticks(0.00012, 0.00031, 5), {0.00015, 0.0002, 0.00025, 0.0003});
}

TEST_CASE("an axis reaches from tick to tick, and has room around values that hardly differ") {
    CHECK(round_axis(43, 118, 6, 20).low == Approx(40));
    CHECK(round_axis(43, 118, 6, 20).high == Approx(120));
    for (const double apart : {0.0, 1e-12, 0.5, 19.0}) {
        const Axis steady = round_axis(60 - apart / 2, 60 + apart / 2, 6, 20);
        CHECK(steady.low == Approx(50));
        CHECK(steady.high == Approx(70));
    }
    CHECK(round_axis(0, 0.001, 6, 0).high == Approx(0.001));
    const Axis axis{0, 10, 20, 120};
    CHECK(axis.at(5) == Approx(70));
    CHECK(axis.within(12) == 10);
}

TEST_CASE("numbers at ticks have as many decimals as their step, and a true minus") {
    CHECK(tick_words(0.30000000000000004, 0.1) == "0.3");
    CHECK(tick_words(1200, 200) == "1200");
    CHECK(tick_words(-2, 1) == "\u22122");
}

TEST_CASE("ticks of time stand at whole minutes of the clock where the start is known") {
    const TimeAxis axis{{0, 600, 0, 60}, parse_utc("2025-01-08T23:56:30.500Z")};

    CHECK(words_of(axis) == std::vector<std::string>{"00:00", "00:05"});
    const RecordingCanvas canvas;
    const std::vector<TimeTick> ticks = time_ticks(canvas, axis);
    CHECK(ticks.front().time.count() == Approx(209.5));
    CHECK(axis.at(ticks.front().time) == Approx(20.95));
    CHECK(moment_words(axis.start, Seconds{209.6}) == "00:00:00");
    CHECK(time_axis_words(axis) == "time in UTC, from 2025-01-08");
}

TEST_CASE("without a start, time counts from the recording's first sample") {
    const TimeAxis axis{{0, 7200, 0, 150}, std::nullopt};

    CHECK(words_of(axis) == std::vector<std::string>{"0:00:00", "0:15:00", "0:30:00", "0:45:00",
                                                     "1:00:00", "1:15:00", "1:30:00", "1:45:00",
                                                     "2:00:00"});
    CHECK(moment_words(std::nullopt, Seconds{3725.9}) == "1:02:05");
    CHECK(time_axis_words(axis) == "time since the start, h:min:s");
}
