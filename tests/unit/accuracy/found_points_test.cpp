#include "accuracy/found_points.hpp"
#include "common/error.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::accuracy;

TEST_CASE("Lines of found points are read by record and lead") {
    const FoundPoints found =
        parse_wave_lines(R"({"record":"1","lead":"ii","P_on":[0.2,0.1],"QRS":[]})"
                         "\n"
                         R"({"record":"1","lead":"global","T_off":[0.5]})"
                         "\n",
                         "test");

    CHECK(points_in(found, "1", "ii")[0] == std::vector<double>{0.1, 0.2});
    CHECK(points_in(found, "1", "ii")[4].empty());
    CHECK(points_in(found, "1", "global")[8] == std::vector<double>{0.5});
}

TEST_CASE("A record or lead that was not analysed has no points") {
    const FoundPoints found = parse_wave_lines(R"({"record":"1","lead":"ii","P":[1]})", "test");
    CHECK(points_in(found, "1", "v1")[1].empty());
    CHECK(points_in(found, "2", "ii")[1].empty());
}

TEST_CASE("A line without a record is told by its number") {
    CHECK_THROWS_WITH(parse_wave_lines("{\"record\":\"1\",\"lead\":\"i\"}\n{}\n", "test"),
                      "test:2: no record or no lead");
    CHECK_THROWS_AS(parse_wave_lines(R"({"record":"1","lead":"i","P":"x"})", "test"), Error);
}
