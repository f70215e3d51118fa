#include "common/error.hpp"
#include "run_rig.hpp"
#include "support/catch.hpp"
#include "sync/held_items.hpp"

#include <fstream>

using namespace ecg;
using namespace ecg::sync;
using namespace ecg::sync::test;
using enum ItemType;

TEST_CASE("What is held stays in pending, and goes when it is released") {
    Rig rig;
    const std::string held = rig.add(metrics, "a", "1");
    rig.add(metrics, "b", "2");
    hold_items(rig.queue, {held});
    const RunResult result = rig.run();
    CHECK(result.end == RunEnd::done);
    CHECK(result.stored == 1);
    CHECK(result.held == 1);
    CHECK(result.left == 1);
    CHECK(rig.queue.names(ItemState::pending) == std::vector{held});

    CHECK(release_items(rig.queue, {held, "other.json"}) == 1);
    CHECK(rig.run().stored == 1);
    CHECK(rig.each_once(2));
}

TEST_CASE("What has to come behind a held item waits with it") {
    Rig rig;
    const std::string start = rig.add(session_start, "night");
    rig.add(metrics, "night");
    hold_items(rig.queue, {start});
    CHECK(rig.run().left == 2);
    CHECK(rig.target.requests == 0);

    release_items(rig.queue, {start});
    const std::string samples = rig.add(waveform, "night");
    rig.add(session_end, "night");
    hold_items(rig.queue, {samples});
    CHECK(rig.run().left == 2);
    CHECK(rig.target.order == std::vector<std::string>{"session_start night", "metrics server-1"});
}

TEST_CASE("What is held while a run is at work is not begun any more") {
    Rig rig;
    for (const char* const session : {"a", "b", "c", "d"}) {
        rig.add(metrics, session);
    }
    const std::string last = rig.add(metrics, "e");
    rig.target.after = [&] { hold_items(rig.queue, {last}); };
    const RunResult result = rig.run();
    CHECK(result.stored == 4);
    CHECK(result.held == 1);
    CHECK(rig.queue.names(ItemState::pending) == std::vector{last});
}

TEST_CASE("The list of held items forgets what waits no more") {
    Rig rig;
    const std::string gone = rig.add(metrics, "a");
    const std::string stays = rig.add(metrics, "b");
    hold_items(rig.queue, {gone, stays});
    REQUIRE(rig.queue.drop(gone));
    hold_items(rig.queue, {});
    CHECK(HeldItems{rig.queue}.names() == std::set{stays});
}

TEST_CASE("A damaged list of held items lets nothing go, and a name that it cannot hold is told") {
    Rig rig;
    rig.add(metrics, "a");
    for (const char* const text : {"", "{", "[]", R"({"held":"all"})"}) {
        std::ofstream{rig.queue.held_path()} << text;
        CHECK_THROWS_AS(rig.run(), Error);
    }
    CHECK(rig.target.requests == 0);
    CHECK_THROWS_AS(hold_items(rig.queue, {"\xff.json"}), Error);
}

TEST_CASE("Outside its hours a run begins nothing, and asks nobody") {
    Rig rig;
    rig.add(metrics, "a");
    rig.closed = true;
    rig.target.greeting = say(Verdict::unreachable);
    const RunResult result = rig.run();
    CHECK(result.end == RunEnd::closed);
    CHECK(result.left == 1);
}

TEST_CASE("When its hours end a run finishes what is under way") {
    Rig rig;
    for (const char* const session : {"a", "b", "c", "d", "e"}) {
        rig.add(metrics, session);
    }
    rig.target.after = [&] { rig.closed = true; };
    CHECK(rig.run().end == RunEnd::closed);
    CHECK(rig.count(ItemState::synced) == 4);
}

TEST_CASE("With nothing to send a run is done, at any hour") {
    Rig rig;
    rig.closed = true;
    CHECK(rig.run().end == RunEnd::done);
}

TEST_CASE("A run that must not wait ends where it would, and says when to come again") {
    Rig rig;
    rig.settings.waits = false;
    rig.add(metrics, "a");
    rig.target.answer = [](const Parcel&) { return say(Verdict::refused, 422); };
    RunResult result = rig.run();
    CHECK(result.end == RunEnd::waiting);
    CHECK(result.next == 5s);
    CHECK(rig.since == 0ms);

    rig.now.milliseconds += 5000;
    rig.target.answer = [](const Parcel&) { return say(Verdict::later, 503, 7200s); };
    result = rig.run();
    CHECK(result.end == RunEnd::offline);
    CHECK(result.next == 2h);
    CHECK(rig.target.requests == 2);

    rig.target.greeting = say(Verdict::later, 503, 60s);
    CHECK(rig.run().next == 60s);
    CHECK(rig.target.requests == 2);
}

TEST_CASE("A refusal that asks for a longer wait than the longest of ours has it") {
    Rig rig;
    rig.settings.waits = false;
    rig.add(metrics, "a");
    rig.target.answer = [](const Parcel&) { return say(Verdict::refused, 422, 7200s); };
    CHECK(rig.run().next == 2h);
    rig.now.milliseconds += 3'600'000;
    CHECK(rig.run().next == 1h);
    CHECK(rig.target.requests == 1);
}
