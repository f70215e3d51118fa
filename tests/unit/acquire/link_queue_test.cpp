#include "acquire/session/link_queue.hpp"
#include "support/catch.hpp"

#include <thread>

using namespace ecg;
using namespace ecg::acquire;
using namespace std::chrono_literals;

namespace {

LinkEvent bytes(std::size_t count) {
    return {LinkEventKind::bytes, Seconds{1}, std::string(count, 'x'), 0};
}

} // namespace

TEST_CASE("Bytes that a full queue cannot take are dropped, and how many is told in their place") {
    LinkQueue queue{100};
    queue.push(bytes(100), false);
    queue.push(bytes(40), false);
    queue.push(bytes(2), false);

    CHECK(queue.pop(0ms)->text.size() == 100);
    queue.push(bytes(10), false);
    const auto told = queue.pop(0ms);

    REQUIRE(told);
    CHECK(told->kind == LinkEventKind::overrun);
    CHECK(told->count == 42);
    CHECK(queue.pop(0ms)->text.size() == 10);
    CHECK_FALSE(queue.pop(0ms));
}

TEST_CASE("Bytes of a file wait for room, and nothing of them is lost") {
    LinkQueue queue{100};
    std::thread reader{[&] {
        for (int i = 0; i < 1000; ++i) {
            queue.push(bytes(70), true);
        }
    }};

    std::size_t total = 0;
    for (int i = 0; i < 1000; ++i) {
        const auto event = queue.pop(10s);
        REQUIRE(event);
        total += event->text.size();
    }
    reader.join();

    CHECK(total == 70'000);
}

TEST_CASE("A queue that is closed keeps what it has and lets go of who waits") {
    LinkQueue queue{10};
    queue.push(bytes(10), true);
    std::thread reader{[&] { queue.push(bytes(10), true); }};

    queue.close();
    reader.join();

    CHECK(queue.pop(0ms));
    CHECK_FALSE(queue.pop(0ms));
}
