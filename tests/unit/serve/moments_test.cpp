#include "serve/api/moments.hpp"
#include "support/catch.hpp"

using namespace ecg::serve;

TEST_CASE("A moment keeps its microseconds and is written as short as it can be") {
    CHECK(parse_moment("2025-01-08T12:34:56.789123Z")->microseconds == 1'736'339'696'789'123);
    CHECK(format_moment({1'736'339'696'789'123}) == "2025-01-08T12:34:56.789123Z");
    CHECK(format_moment({1'736'339'696'789'000}) == "2025-01-08T12:34:56.789Z");
    CHECK(format_moment({1'736'339'696'000'000}) == "2025-01-08T12:34:56Z");
}

TEST_CASE("Decimals beyond the microsecond are cut, not rounded") {
    CHECK(parse_moment("2025-01-08T12:34:56.7899999Z")->microseconds == 1'736'339'696'789'999);
    CHECK(parse_moment("2025-01-08T12:34:56.9999999Z")->microseconds == 1'736'339'696'999'999);
}

TEST_CASE("A zone is counted in") {
    CHECK(parse_moment("2025-01-08T12:34:56+05:30") == parse_moment("2025-01-08T07:04:56Z"));
    CHECK_FALSE(parse_moment("2025-01-08T12:34:56"));
    CHECK_FALSE(parse_moment(""));
}
