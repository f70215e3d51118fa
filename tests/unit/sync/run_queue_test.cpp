#include "common/error.hpp"
#include "run_rig.hpp"
#include "support/catch.hpp"
#include "sync/ledger.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

using namespace ecg;
using namespace ecg::sync;
using namespace ecg::sync::test;
using namespace std::chrono_literals;
using enum ItemType;

TEST_CASE("All that waits is sent in order, under the server's name of its session") {
    Rig rig;
    rig.add(session_end, "night");
    rig.add(metrics, "night");
    rig.add(waveform, "night");
    rig.add(session_start, "night");
    const RunResult result = rig.run();
    CHECK(result.end == RunEnd::done);
    CHECK(result.stored == 4);
    CHECK(rig.count(ItemState::pending) == 0);
    CHECK(rig.count(ItemState::synced) == 4);
    CHECK(rig.target.order == std::vector<std::string>{"session_start night", "waveform server-1",
                                                       "metrics server-1", "session_end server-1"});
    rig.add(metrics, "night", "2"); // days later
    rig.run();
    CHECK(rig.target.order.back() == "metrics server-1");
}

TEST_CASE("A server that is away costs no item a try, however often") {
    Rig rig;
    rig.add(metrics, "a");
    rig.target.greeting = say(Verdict::unreachable);
    for (int i = 0; i < 20; ++i) {
        const RunResult result = rig.run();
        CHECK(result.end == RunEnd::offline);
        CHECK(result.reason == "because");
        CHECK(result.left == 1);
    }
    CHECK(rig.target.requests == 0);
    CHECK(rig.count(ItemState::failed) == 0);
}

TEST_CASE("After three misses in a row the server is left for this run") {
    Rig rig;
    rig.add(metrics, "a");
    rig.target.answer = [](const Parcel&) { return say(Verdict::later, 503); };
    CHECK(rig.run().end == RunEnd::offline);
    CHECK(rig.target.requests == 3);
    CHECK(rig.since == 5s + 10s);
    CHECK(rig.count(ItemState::pending) == 1);
}

TEST_CASE("A wait that the server asks for is kept, or ends the run when there is no time for it") {
    Rig rig;
    rig.add(metrics, "a");
    rig.target.answer = [&](const Parcel&) {
        return rig.target.requests == 1 ? say(Verdict::later, 429, 20s) : rig.target.greeting;
    };
    CHECK(rig.run().end == RunEnd::done);
    CHECK(rig.since == 20s);

    Rig other;
    other.add(metrics, "a");
    other.target.answer = [](const Parcel&) { return say(Verdict::later, 429, 24h); };
    CHECK(other.run().end == RunEnd::offline);
    CHECK(other.target.requests == 1);
    CHECK(other.since == 0s);
}

TEST_CASE("An answer that was lost is asked for again under the same key") {
    Rig rig;
    rig.add(metrics, "a", "1");
    rig.add(metrics, "a", "2");
    std::vector<std::size_t> sizes;
    rig.target.loses_answers = true;
    rig.target.answer = [&](const Parcel& parcel) {
        sizes.push_back(parcel.items.size());
        rig.target.loses_answers = rig.target.requests == 1;
        return rig.target.requests == 1 ? say(Verdict::unreachable) : rig.target.greeting;
    };
    CHECK(rig.run().end == RunEnd::done);
    CHECK(sizes == std::vector<std::size_t>{2, 2}); // the same parcel, so the same key
    CHECK(rig.target.times_stored.size() == 2);
}

TEST_CASE("One bad item in five hundred is found, and the others go") {
    Rig rig;
    std::vector<NewItem> items;
    for (int i = 0; i < 500; ++i) {
        items.push_back(
            {metrics, "a", R"({"session_id":"a","n":)" + std::to_string(i) + "}", {}, {}});
    }
    const std::string bad = rig.queue.enqueue(items, rig.now)[321];
    rig.target.answer = [&](const Parcel& parcel) {
        const bool has_bad = std::any_of(parcel.items.begin(), parcel.items.end(),
                                         [&](const auto& item) { return item.file_name == bad; });
        return has_bad ? say(Verdict::refused, 422) : rig.target.greeting;
    };
    rig.settings.budget = 1h;
    const RunResult result = rig.run();
    CHECK(result.end == RunEnd::done);
    CHECK(result.stored == 499);
    CHECK(result.failed == 1);
    CHECK(rig.each_once(499));
    CHECK(rig.queue.names(ItemState::failed) == std::vector{bad});
    CHECK(rig.queue.failure_text(bad).find(R"("reason":"because","http_status":422,"tries":5)") !=
          std::string::npos);
    CHECK(rig.target.requests < 40);
    CHECK(rig.since == 5s + 10s + 20s + 40s);
}

TEST_CASE("Tries are counted over several runs, and begin anew when somebody says so") {
    Rig rig;
    const std::string bad = rig.add(metrics, "a");
    rig.target.answer = [](const Parcel&) { return say(Verdict::refused, 400); };
    rig.settings.budget = 1ms; // no time to wait for the next
    for (int i = 0; i < 4; ++i) {
        CHECK(rig.run().end == RunEnd::waiting);
        CHECK(rig.run().end == RunEnd::waiting); // it is not its turn yet
        rig.now.milliseconds += 3'600'000;
    }
    CHECK(rig.target.requests == 4);
    CHECK(rig.run().failed == 1);
    REQUIRE(rig.queue.retry(bad));
    rig.target.answer = [&](const Parcel&) { return rig.target.greeting; };
    CHECK(rig.run().stored == 1);
}

TEST_CASE("A clock that was set back holds nothing up for longer than the longest wait") {
    Rig rig;
    rig.add(metrics, "a");
    rig.target.answer = [](const Parcel&) { return say(Verdict::refused, 400); };
    rig.settings.budget = 1ms;
    rig.run();
    rig.now.milliseconds -= std::int64_t{10} * 365 * 86'400'000;
    rig.run();
    CHECK(rig.target.requests == 2);
}

TEST_CASE("When a start fails its session waits, blocked and untouched, until it is retried") {
    Rig rig;
    const std::string start = rig.add(session_start, "night");
    rig.add(metrics, "night");
    rig.add(session_end, "night");
    rig.add(metrics, "other");
    rig.target.answer = [&](const Parcel& parcel) {
        return parcel.type == session_start ? say(Verdict::refused, 422) : rig.target.greeting;
    };
    rig.settings.most_tries = 1;
    const RunResult result = rig.run();
    CHECK(result.failed == 1);
    CHECK(result.stored == 1);
    CHECK(result.blocked == 2);
    const int requests = rig.target.requests;
    CHECK(rig.run().blocked == 2);
    CHECK(rig.target.requests == requests);

    REQUIRE(rig.queue.retry(start));
    rig.target.answer = [&](const Parcel&) { return rig.target.greeting; };
    CHECK(rig.run().stored == 3);
}

TEST_CASE("A session does not end before what failed of it was retried or dropped") {
    Rig rig;
    rig.add(session_start, "a");
    rig.settings.most_tries = 1;
    const std::string bad = rig.add(metrics, "a", "13");
    rig.add(metrics, "a", "2");
    rig.add(session_end, "a");
    rig.target.answer = [&](const Parcel& parcel) {
        const bool has_bad = std::any_of(parcel.items.begin(), parcel.items.end(),
                                         [&](const auto& item) { return item.file_name == bad; });
        return has_bad ? say(Verdict::refused, 422) : rig.target.greeting;
    };
    RunResult result = rig.run();
    CHECK(result.failed == 1);
    CHECK(result.blocked == 1);
    CHECK(rig.run().blocked == 1); // nor later
    CHECK(rig.target.order.back() == "metrics server-1");

    SECTION("retried") {
        REQUIRE(rig.queue.retry(bad));
        rig.target.answer = [&](const Parcel&) { return rig.target.greeting; };
    }
    SECTION("dropped") {
        REQUIRE(rig.queue.drop(bad));
    }
    result = rig.run();
    CHECK(result.blocked == 0);
    CHECK(rig.target.order.back() == "session_end server-1");
    CHECK(rig.count(ItemState::pending) == 0);
}

TEST_CASE("A session that was queued twice is started once") {
    Rig rig;
    rig.add(session_start, "night", "1");
    rig.run();
    rig.add(session_start, "night", "2");
    CHECK(rig.run().stored == 1);
    CHECK(rig.target.requests == 1);

    rig.add(session_start, "dawn", "1"); // both before the server heard of it
    rig.add(session_start, "dawn", "2");
    CHECK(rig.run().stored == 2);
    CHECK(rig.target.requests == 2);
}

TEST_CASE("A server that does not know us gets nothing, and everything stays") {
    Rig rig;
    rig.add(metrics, "a");
    rig.target.greeting = say(Verdict::denied, 401);
    CHECK(rig.run().end == RunEnd::denied);
    CHECK(rig.count(ItemState::pending) == 1);

    rig.target.greeting = say(Verdict::stored);
    rig.target.answer = [](const Parcel&) { return say(Verdict::denied, 401); };
    CHECK(rig.run().end == RunEnd::denied);
    CHECK(rig.count(ItemState::pending) == 1);
    CHECK(rig.count(ItemState::failed) == 0);
}

TEST_CASE("A stop ends the run behind what is under way") {
    Rig rig;
    for (const char* const session : {"a", "b", "c", "d", "e", "f"}) {
        rig.add(metrics, session);
    }
    rig.target.after = [&] { rig.stops = true; };
    const RunResult result = rig.run();
    CHECK(result.end == RunEnd::stopped);
    CHECK(result.stored == 4);
    CHECK(result.left == 2);
}

TEST_CASE("What was stored when the run before was killed is not sent again") {
    Rig rig;
    const std::string name = rig.add(metrics, "a");
    const auto item = std::get<QueuedItem>(rig.queue.read(ItemState::pending, name, rig.now));
    {
        Ledger ledger{rig.queue.ledger_path()};
        ledger.note_stored(name, item.key);
        ledger.flush();
    }
    CHECK(rig.run().end == RunEnd::done);
    CHECK(rig.target.requests == 0);
    CHECK(rig.count(ItemState::synced) == 1);
}

TEST_CASE("A ledger that cannot be written holds nothing up but the start, which keeps its key") {
    Rig rig;
    const std::string start = rig.add(session_start, "night");
    rig.add(metrics, "night");
    rig.add(session_end, "night");
    const std::string ledger = rig.queue.ledger_path();
    rig.target.after = [&] { std::filesystem::create_directory(ledger); };
    const RunResult result = rig.run();
    CHECK(result.end == RunEnd::done);
    CHECK(result.stored == 2);
    CHECK(result.left == 1);
    CHECK(result.trouble.starts_with(ledger));
    CHECK(rig.queue.names(ItemState::pending) == std::vector{start});

    std::filesystem::remove(ledger);
    rig.target.after = {};
    rig.add(metrics, "night", "2");
    const RunResult again = rig.run();
    CHECK(again.stored == 2);
    CHECK(again.trouble.empty());
    CHECK(rig.target.times_stored.size() == 4); // the start came twice under one key
    CHECK(rig.target.order.back() == "metrics server-1");
}

TEST_CASE("A file that somebody puts in the place of one that was sent is sent, too") {
    Rig rig;
    const std::string file = rig.queue.path() + "/pending/latest.json";
    const auto drop_in = [&](const std::string& number) {
        std::ofstream{file} << R"({"type":"metrics","data":{"session_id":"a","n":)" << number
                            << "}}";
    };
    drop_in("1");
    rig.target.after = [&] { drop_in("2"); };
    CHECK(rig.run().stored == 1);
    CHECK(rig.count(ItemState::pending) == 1);
    rig.target.after = {};
    rig.run();
    CHECK(rig.count(ItemState::pending) == 0);
    CHECK(rig.each_once(2));
}

TEST_CASE("The same file dropped in twice has one key") {
    Rig rig;
    const std::string bytes = R"({"type":"metrics","data":{"session_id":"a","n":1}})";
    for (const char* const name : {"one.json", "two.json"}) {
        std::ofstream{rig.queue.path() + "/pending/" + name} << bytes;
    }
    CHECK(rig.run().stored == 2);
    CHECK(rig.target.times_stored.size() == 1);
}

TEST_CASE("Broken files go to failed and hold nobody up; unfinished ones and pipes stay") {
    Rig rig;
    rig.add(metrics, "a");
    const std::string pending = rig.queue.path() + "/pending/";
    std::ofstream{pending + "broken.json"} << "{";
    std::ofstream{pending + "unfinished.json"} << "{";
    std::filesystem::create_symlink("/etc/hostname", pending + "link.json");
    const auto an_hour_ago = std::filesystem::file_time_type::clock::now() - 1h;
    std::filesystem::last_write_time(pending + "broken.json", an_hour_ago);
    rig.now = now_utc();
    const RunResult result = rig.run();
    CHECK(result.stored == 1);
    CHECK(result.failed == 1);
    CHECK(result.left == 2);
    CHECK(rig.queue.names(ItemState::failed) == std::vector<std::string>{"broken.json"});
}

TEST_CASE("A report whose PDF is gone fails with the reason, and costs no request") {
    Rig rig;
    const std::string data = R"({"file_path":"/nowhere/report.pdf","metadata":{}})";
    rig.queue.enqueue({{report, "", data, {}, {}}}, rig.now);
    const RunResult result = rig.run();
    CHECK(result.failed == 1);
    CHECK(rig.target.requests == 0);
}

TEST_CASE("An item that was taken away by hand is no fault") {
    Rig rig;
    rig.add(metrics, "a");
    const std::string gone = rig.add(session_end, "a");
    rig.target.after = [&] { std::filesystem::remove(rig.queue.path() + "/pending/" + gone); };
    const RunResult result = rig.run();
    CHECK(result.end == RunEnd::done);
    CHECK(result.stored == 1);
    CHECK(result.left == 0);
    CHECK(rig.events.back().what == "gone");
}
