#include "acquire/stream/signal_watch.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::acquire;

namespace {

LeadPlan one_lead() {
    LeadPlan plan;
    plan.measured.push_back({"II", Lead::II, 0, 0.001, 2048, 0, 4095});
    return plan;
}

Placed samples(std::int64_t first, std::int64_t count, double (*value)(std::int64_t)) {
    Placed placed;
    for (std::int64_t i = first; i < first + count; ++i) {
        Frame frame;
        frame.counts.fill(no_value);
        frame.counts[0] = value(i);
        placed.frames.push_back({i, frame});
    }
    return placed;
}

double still(std::int64_t) {
    return 2048;
}

double moving(std::int64_t i) {
    return 2000 + static_cast<double>(i % 7);
}

double clipped(std::int64_t i) {
    return i % 100 == 3 ? 4095 : moving(i);
}

} // namespace

TEST_CASE("A lead that stands still for two seconds is flat, and told once") {
    SignalWatch watch{one_lead(), Hertz{100}};

    CHECK(watch.see(samples(0, 200, still)).empty());
    const auto found = watch.see(samples(200, 500, still));

    REQUIRE(found.size() == 1);
    CHECK(found[0].trouble == Trouble::flat);
    CHECK(found[0].lead == "II");
    CHECK(found[0].first == 0);
    watch.see(samples(700, 10, moving));
    CHECK(watch.see(samples(710, 300, still)).size() == 1);
}

TEST_CASE("Samples that were lost make no lead flat") {
    SignalWatch watch{one_lead(), Hertz{100}};

    CHECK(watch.see(samples(0, 150, still)).empty());
    CHECK(watch.see(samples(1000, 50, still)).empty());
    CHECK(watch.see(samples(1050, 1, still)).size() == 1);
}

TEST_CASE("A lead at the end of its range is told once, and again after two good seconds") {
    SignalWatch watch{one_lead(), Hertz{100}};

    const auto found = watch.see(samples(0, 1000, clipped));
    CHECK(watch.see(samples(1000, 300, moving)).empty());

    REQUIRE(found.size() == 1);
    CHECK(found[0].trouble == Trouble::saturated);
    CHECK(found[0].first == 3);
    CHECK(watch.see(samples(1300, 200, clipped)).size() == 1);
}
