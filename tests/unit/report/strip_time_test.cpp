#include "common/error.hpp"
#include "example_recording.hpp"
#include "report/strip_time.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::report;
using namespace ecg::report::test;

namespace {

double elapsed(std::string_view text, const Recording& recording) {
    const auto time = strip_time(text);
    REQUIRE(time);
    return in_session(*time, recording).count();
}

} // namespace

TEST_CASE("times since the beginning are read in hours, minutes and seconds, or as a span") {
    const Recording recording = example_recording({"II"}, 1, 100);

    CHECK(elapsed("1:02:03", recording) == 3723);
    CHECK(elapsed("0:00:03.5", recording) == 3.5);
    CHECK(elapsed("100:00:00", recording) == 360'000);
    CHECK(elapsed("90", recording) == 90);
    CHECK(elapsed("1.5h", recording) == 5400);
}

TEST_CASE("a moment by the clock counts from the recording's first sample") {
    Recording recording = example_recording({"II"}, 1, 100);
    recording.info.start = parse_utc("2025-01-08T22:00:00Z");

    CHECK(elapsed("22:00:30Z", recording) == 30);
    CHECK(elapsed("01:00:00Z", recording) == 3 * 3600); // the next day's
    CHECK(elapsed("2025-01-09T22:00:00Z", recording) == 86'400);
    CHECK(elapsed("2025-01-08T21:59:00Z", recording) == -60);
    recording.first_sample = 100 * 3600; // it begins at 23:00
    CHECK(elapsed("22:30:00Z", recording) == 24.5 * 3600);
}

TEST_CASE("what is no time is none") {
    for (const char* text : {"", "1:2", "1:60:00", "1:00:60", "-1:00:00", "1:00:00:00", "24:00:00Z",
                             "x", "1:0x:00", "1::3", "-5", "nan", "1:00:1e1", "2025-02-30"}) {
        INFO(text);
        CHECK_FALSE(strip_time(text));
    }
}

TEST_CASE("the clock of a recording without a beginning is not known, and its name is told") {
    Recording recording = example_recording({"II"}, 1, 100);
    recording.info.start = std::nullopt;
    recording.info.source = "night.hea";

    CHECK_THROWS_WITH(in_session(*strip_time("12:00:00Z"), recording),
                      Catch::Contains("night.hea: does not say when it began"));
    CHECK(clock_words(Seconds{5}, recording.info).empty());
}

TEST_CASE("a strip's time is told to the tenth of a second, and as the clock shows it") {
    const Recording recording = example_recording({"II"}, 1, 100); // 12:34:56.789

    CHECK(elapsed_words(Seconds{0}) == "0:00:00");
    CHECK(elapsed_words(Seconds{3723.5}) == "1:02:03.5");
    CHECK(elapsed_words(Seconds{59.96}) == "0:01:00");
    CHECK(elapsed_words(Seconds{90'000}) == "25:00:00");
    CHECK(clock_words(Seconds{3600}, recording.info) == "13:34:56");
}
