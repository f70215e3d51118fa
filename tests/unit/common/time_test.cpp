#include "common/time.hpp"
#include "support/catch.hpp"

using namespace ecg;

TEST_CASE("a moment is written in UTC with milliseconds") {
    CHECK(format_utc({0}) == "1970-01-01T00:00:00.000Z");
    CHECK(format_utc({1'736'339'696'789}) == "2025-01-08T12:34:56.789Z");
    CHECK(format_utc({-1}) == "1969-12-31T23:59:59.999Z");
    CHECK(format_utc_compact({1'736'339'696'789}) == "20250108_123456");
}

TEST_CASE("a moment comes back from its text") {
    for (std::int64_t ms = -62'000'000'000'000; ms < 250'000'000'000'000; ms += 987'654'321'987) {
        REQUIRE(parse_utc(format_utc({ms})) == UtcTime{ms});
    }
}

TEST_CASE("leap days are days and others are not") {
    CHECK(parse_utc("2024-02-29T00:00:00Z"));
    CHECK(parse_utc("2000-02-29T00:00:00Z"));
    CHECK_FALSE(parse_utc("2025-02-29T00:00:00Z"));
    CHECK_FALSE(parse_utc("1900-02-29T00:00:00Z"));
    CHECK_FALSE(parse_utc("2025-02-30T00:00:00Z"));
    CHECK_FALSE(utc_of(2025, 2, 30, 0));
    CHECK_FALSE(utc_of(2025, 13, 1, 0));
    CHECK_FALSE(utc_of(2025, 0, 1, 0));
    CHECK(utc_of(2024, 3, 1, 0)->milliseconds - utc_of(2024, 2, 28, 0)->milliseconds ==
          2 * 86'400'000);
}

TEST_CASE("an offset is taken off to get UTC") {
    const auto utc = parse_utc("2025-01-08T12:34:56Z");
    CHECK(parse_utc("2025-01-08T18:04:56+05:30") == utc);
    CHECK(parse_utc("2025-01-08T18:04:56+0530") == utc);
    CHECK(parse_utc("2025-01-08T07:34:56-05:00") == utc);
    CHECK(parse_utc("2025-01-08 12:34:56") == utc);
    CHECK(parse_utc("2025-01-01T00:30:00+01:00") == parse_utc("2024-12-31T23:30:00Z"));
}

TEST_CASE("decimals beyond the millisecond are rounded") {
    CHECK(parse_utc("1970-01-01T00:00:00.123456Z") == UtcTime{123});
    CHECK(parse_utc("1970-01-01T00:00:00.1235Z") == UtcTime{124});
    CHECK(parse_utc("1970-01-01T00:00:00.999999999Z") == UtcTime{1000});
}

TEST_CASE("what is no moment is refused") {
    for (const char* wrong :
         {"", "2025", "2025-01-08", "2025-01-08T", "2025-01-08T12", "2025-01-08T12:34",
          "2025-01-08T24:00:00Z", "2025-01-08T12:60:00Z", "2025-01-08T12:34:61Z",
          "2025-01-08T12:34:56.Z", "2025-01-08T12:34:56.1234567890Z", "2025-01-08T12:34:56X",
          "2025-01-08T12:34:56+5", "2025-01-08T12:34:56+25:00", "25-01-08T12:34:56Z",
          "2025-01-08T12:34:56Z ", "-025-01-08T12:34:56Z"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_utc(wrong));
    }
}

TEST_CASE("later adds seconds, rounded to the millisecond") {
    CHECK(later({1000}, Seconds{0.0125}) == UtcTime{1013});
    CHECK(later({1000}, Seconds{-0.0125}) == UtcTime{987});
    CHECK(later(later({1000}, Seconds{0.0125}), Seconds{-0.0125}) == UtcTime{1000});
}

TEST_CASE("A span is seconds unless it says milliseconds, minutes, hours or days") {
    CHECK(parse_span("90")->count() == 90);
    CHECK(parse_span("2.5s")->count() == 2.5);
    CHECK(parse_span("250ms")->count() == Approx(0.25));
    CHECK(parse_span("30m")->count() == 1800);
    CHECK(parse_span("1.5h")->count() == 5400);
    CHECK(parse_span("1d")->count() == 86400);
    for (const char* text : {"", "s", "-1", "1w", "inf", "nan", "1 m x"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_span(text));
    }
}
