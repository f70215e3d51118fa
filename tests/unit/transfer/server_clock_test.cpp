#include "support/catch.hpp"
#include "transfer/server_clock.hpp"

using namespace ecg;
using namespace ecg::transfer;
using namespace std::chrono_literals;

namespace {

UtcTime at(const char* text) {
    return *parse_utc(text);
}

} // namespace

TEST_CASE("Dates are written as HTTP wants them") {
    CHECK(format_http_date(at("1994-11-06T08:49:37Z")) == "Sun, 06 Nov 1994 08:49:37 GMT");
    CHECK(format_http_date({0}) == "Thu, 01 Jan 1970 00:00:00 GMT");
    CHECK(format_http_date({-1000}) == "Wed, 31 Dec 1969 23:59:59 GMT");
    CHECK(format_http_date(at("2024-02-29T23:59:59.999Z")) == "Thu, 29 Feb 2024 23:59:59 GMT");
}

TEST_CASE("Dates are read back, each day of four years") {
    for (std::int64_t day = 19000; day < 19000 + 1462; ++day) {
        const UtcTime time{day * 86'400'000 + 3'661'000};
        REQUIRE(parse_http_date(format_http_date(time)) == time);
    }
}

TEST_CASE("What is no date of HTTP is absent") {
    for (const char* text : {"", "Sun, 06 Nov 1994 08:49:37", "Mon, 06 Nov 1994 08:49:37 GMT", "7",
                             "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 31 Feb 1994 08:49:37 GMT",
                             "Sun, 06 nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                             "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, +6 Nov 1994 08:49:37 GMT"}) {
        CHECK_FALSE(parse_http_date(text));
    }
}

TEST_CASE("A clock that agrees to the second is left alone") {
    ServerClock clock;
    CHECK(clock.at({5}) == UtcTime{5});

    clock.learn("Wed, 08 Jan 2025 12:00:00 GMT", at("2025-01-08T12:00:00.100Z"),
                at("2025-01-08T12:00:00.300Z"));
    CHECK(clock.ahead() == 0ms);
    // rounded down a second, or asked for just before it
    clock.learn("Wed, 08 Jan 2025 12:00:00 GMT", at("2025-01-08T12:00:00.999Z"),
                at("2025-01-08T12:00:01.200Z"));
    CHECK(clock.ahead() == 0ms);
}

TEST_CASE("A clock that is wrong is corrected by the middle of what is possible") {
    ServerClock clock;
    const UtcTime sent = at("2001-01-01T00:00:00Z");
    const UtcTime received = at("2001-01-01T00:00:01Z");

    clock.learn("Wed, 08 Jan 2025 12:00:00 GMT", sent, received);

    const UtcTime now = clock.at(received);
    CHECK(now >= at("2025-01-08T12:00:00Z"));
    CHECK(now <= at("2025-01-08T12:00:01.999Z"));
    clock.learn("Mon, 01 Jan 2001 00:20:00 GMT", sent, sent);
    CHECK(clock.at(sent) == at("2001-01-01T00:20:00.499Z"));
    clock.learn("Sun, 31 Dec 2000 23:40:00 GMT", sent, sent);
    CHECK(clock.ahead() == -1'199'500ms);
}

TEST_CASE("A date that cannot be read, or a clock that was set meanwhile, teaches nothing") {
    ServerClock clock;
    clock.learn("Mon, 01 Jan 2001 00:20:00 GMT", at("2001-01-01T00:00:00Z"),
                at("2001-01-01T00:00:00Z"));
    const auto before = clock.ahead();

    clock.learn("soon", {0}, {0});
    clock.learn("Wed, 08 Jan 2025 12:00:00 GMT", {1000}, {0});

    CHECK(clock.ahead() == before);
}
