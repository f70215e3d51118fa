#include "report/path_points.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

using namespace ecg;
using namespace ecg::report;

namespace {

using Points = std::vector<UnitPoint>;

/// Points given in units.
Points kept_of(const Points& points) {
    std::vector<Point> mm;
    for (const UnitPoint& point : points) {
        mm.push_back({static_cast<double>(point.x) / units_per_mm,
                      static_cast<double>(point.y) / units_per_mm});
    }
    return path_points(mm);
}

/// How far the line through kept, which runs to the right, is above or below point; units.
double distance(const Points& kept, UnitPoint point) {
    std::size_t i = 1;
    while (i + 1 < kept.size() && kept[i].x < point.x) {
        ++i;
    }
    const UnitPoint a = kept[i - 1];
    const UnitPoint b = kept[i];
    const double share = static_cast<double>(point.x - a.x) / static_cast<double>(b.x - a.x);
    return std::abs(static_cast<double>(a.y) + share * static_cast<double>(b.y - a.y) -
                    static_cast<double>(point.y));
}

} // namespace

TEST_CASE("of a straight line its ends are kept, whatever its slope") {
    for (const long slope : {-7, 0, 3}) {
        Points line;
        for (long x = 0; x <= 1000; x += 5) {
            line.push_back({x, slope * x});
        }
        CHECK(kept_of(line) == Points{line.front(), line.back()});
    }
}

TEST_CASE("corners, steps and ways back are kept") {
    const Points pulse{{0, 0}, {500, 0}, {500, -1000}, {1000, -1000}, {1000, 0}, {1500, 0}};
    const Points triangle{{0, 0}, {50, 90}, {100, 0}, {0, 0}};
    const Points up_and_down{{0, 0}, {0, 10}, {0, 5}, {0, 20}};

    CHECK(kept_of(pulse) == pulse);
    CHECK(kept_of(triangle) == triangle);
    CHECK(kept_of(up_and_down) == up_and_down);
}

TEST_CASE("a spike of more than a unit is kept, and one of a unit is not") {
    const auto line_with = [](long height) {
        Points line;
        for (long x = 0; x <= 100; x += 5) {
            line.push_back({x, x == 50 ? height : 0});
        }
        return line;
    };

    CHECK(kept_of(line_with(1)) == Points{{0, 0}, {100, 0}});
    const Points kept = kept_of(line_with(2));
    CHECK(std::find(kept.begin(), kept.end(), UnitPoint{50, 2}) != kept.end());
    CHECK(kept.size() == 5);
}

TEST_CASE("no sample is further than a unit from the line that is drawn") {
    std::uint32_t state = 7;
    const auto noise = [&](double height) {
        state = state * 1664525U + 1013904223U;
        return height * (static_cast<double>(state >> 8) / (1U << 24) - 0.5);
    };
    for (const double height : {0.0, 2.0, 6.0, 40.0}) {
        for (const double wave : {0.0, 3.0, 1000.0}) {
            Points line;
            for (long n = 0; n < 5000; ++n) {
                const double y = wave * std::sin(static_cast<double>(n) / 40) + noise(height);
                line.push_back({5 * n, std::lround(y)});
            }
            const Points kept = kept_of(line);

            REQUIRE(kept.size() >= 2);
            CHECK(kept.front() == line.front());
            CHECK(kept.back() == line.back());
            double farthest = 0;
            for (const UnitPoint& point : line) {
                farthest = std::max(farthest, distance(kept, point));
            }
            CHECK(farthest <= 1 + 1e-9);
            CHECK((height > 2 || kept.size() < line.size() / 2));
        }
    }
}

TEST_CASE("points that fall on one unit are one, and a dot is one point") {
    CHECK(path_points(std::vector<Point>{}).empty());
    CHECK(path_points(std::vector<Point>{{1, 2}}) == Points{{100, 200}});
    CHECK(path_points(std::vector<Point>{{1, 2}, {1.001, 2.004}}) == Points{{100, 200}});
}
