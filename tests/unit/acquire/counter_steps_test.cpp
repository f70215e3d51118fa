#include "acquire/stream/counter_steps.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::acquire;

namespace {

Frame numbered(std::int64_t counter) {
    Frame frame;
    frame.counts.fill(no_value);
    frame.counts[0] = static_cast<double>(counter);
    frame.counter = counter;
    return frame;
}

Frame damaged() {
    Frame frame;
    frame.counts.fill(no_value);
    frame.damaged = true;
    return frame;
}

std::vector<std::int64_t> steps_of(const std::vector<SteppedFrame>& frames) {
    std::vector<std::int64_t> steps;
    for (const SteppedFrame& frame : frames) {
        steps.push_back(frame.step);
    }
    return steps;
}

using Steps = std::vector<std::int64_t>;

} // namespace

TEST_CASE("Where samples are counted, the number of the next good one tells of a damaged one") {
    CounterSteps steps{{256, 0, 0}};

    auto frames = steps.add({numbered(254), damaged(), numbered(0), numbered(1)}, Seconds{1});

    CHECK(steps_of(frames) == Steps{1, 2, 1});
}

TEST_CASE("Where they are not, a damaged one is a step") {
    CounterSteps steps{{}};
    Frame plain;

    CHECK(steps_of(steps.add({plain, damaged(), plain}, Seconds{1})) == Steps{1, 1, 1});
}

TEST_CASE("A device's clock tells steps, over its end, too") {
    CounterSteps steps{{0, 64, 1 << 24}};
    const auto at = [](std::int64_t ticks) {
        Frame frame;
        frame.ticks = ticks;
        frame.counts[0] = static_cast<double>(ticks);
        return frame;
    };

    const auto frames =
        steps.add({at((1 << 24) - 128), at((1 << 24) - 64), at(64), at(129)}, Seconds{1});

    CHECK(steps_of(frames) == Steps{1, 1, 2, 1});
    CHECK(steps.wrap() == (1 << 24) / 64);
}

TEST_CASE("A whole packet that comes twice is taken once") {
    CounterSteps steps{{6400, 0, 0}};
    std::vector<Frame> packet;
    for (std::int64_t i = 0; i < 25; ++i) {
        packet.push_back(numbered(i));
    }

    CHECK(steps.add(packet, Seconds{1}).size() == 25);
    CHECK(steps.add(packet, Seconds{1.1}).empty());
    CHECK(steps.duplicates() == 25);
}
