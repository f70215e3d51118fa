#include "serve/work/workers.hpp"
#include "support/catch.hpp"

#include <atomic>
#include <chrono>
#include <future>
#include <memory>

using namespace ecg::serve;

TEST_CASE("What stands in line is done, even as the workers are dismissed") {
    std::atomic<int> done = 0;
    {
        Workers workers{2, 1000};
        for (int i = 0; i < 500; ++i) {
            REQUIRE(workers.add([&] { ++done; }));
        }
    }
    CHECK(done == 500);
}

TEST_CASE("A full line takes no more, and takes again when there is room") {
    std::promise<void> gate;
    std::promise<void> begun;
    std::promise<void> last_done;
    Workers workers{1, 1};
    REQUIRE(workers.add([&] {
        begun.set_value();
        gate.get_future().wait();
    }));
    begun.get_future().wait(); // the one worker is busy

    CHECK(workers.add([&] { last_done.set_value(); }));
    CHECK_FALSE(workers.add([] {}));
    gate.set_value();
    last_done.get_future().wait();
    CHECK(workers.add([] {}));
}

TEST_CASE("What a job held on to may add another as it goes") {
    Workers workers{1, 10};
    std::promise<void> done;
    std::shared_ptr<void> held{nullptr, [&](void*) { workers.add([&] { done.set_value(); }); }};
    REQUIRE(workers.add([held = std::move(held)] {}));
    CHECK(done.get_future().wait_for(std::chrono::seconds{60}) == std::future_status::ready);
}
