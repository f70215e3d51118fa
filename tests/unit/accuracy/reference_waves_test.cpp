#include "accuracy/reference_waves.hpp"
#include "support/catch.hpp"

#include <string_view>

using namespace ecg;
using namespace ecg::accuracy;

namespace {

/// Marks at 0, 10, 20 … samples: ( ) p N t u.
std::vector<MarkedWave> waves(std::string_view marks) {
    std::vector<formats::Annotation> annotations;
    for (const char mark : marks) {
        formats::Annotation one;
        one.sample = static_cast<std::int64_t>(10 * annotations.size());
        one.code = *formats::annotation_code(std::string_view{&mark, 1});
        annotations.push_back(one);
    }
    return waves_of(annotations, 100);
}

} // namespace

TEST_CASE("A wave has the bracket before its peak and the one behind it") {
    const auto all = waves("(p)(N)(t)");

    REQUIRE(all.size() == 3);
    CHECK(all[0].kind == WaveKind::p);
    CHECK(*all[0].onset == Approx(0));
    CHECK(all[0].peak == Approx(0.1));
    CHECK(*all[0].offset == Approx(0.2));
    CHECK(all[1].kind == WaveKind::qrs);
    CHECK(*all[2].offset == Approx(0.8));
}

TEST_CASE("Brackets that are not there leave a wave without onset or offset") {
    const auto all = waves("p(Nt)");

    REQUIRE(all.size() == 3);
    CHECK_FALSE(all[0].onset);
    CHECK_FALSE(all[0].offset);
    CHECK(all[1].onset);
    CHECK_FALSE(all[1].offset);
    CHECK_FALSE(all[2].onset);
    CHECK(all[2].offset);
}

TEST_CASE("A T wave of two peaks is one wave with the first peak and the last end") {
    const auto all = waves("(tt)");

    REQUIRE(all.size() == 1);
    CHECK(all[0].peak == Approx(0.1));
    CHECK(*all[0].offset == Approx(0.3));
}

TEST_CASE("A U wave takes its brackets with it") {
    const auto all = waves("(t)(u)(N)");

    REQUIRE(all.size() == 2);
    CHECK(*all[0].offset == Approx(0.2));
    CHECK(*all[1].onset == Approx(0.6));
}

TEST_CASE("Waves become lists of points") {
    const PointLists lists = points_of(waves("(p)(N)(N)"));

    CHECK(lists[point_index(WaveKind::p, Place::peak)].size() == 1);
    CHECK(lists[point_index(WaveKind::qrs, Place::offset)].size() == 2);
    CHECK(lists[point_index(WaveKind::t, Place::onset)].empty());
}
