#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include "sync/folder_watch.hpp"
#include "sync/held_items.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace ecg;
using namespace ecg::sync;
using namespace std::chrono_literals;

namespace {

bool never() {
    return false;
}

struct Rig {
    test::TemporaryFolder folder;
    QueueFolder queue{folder.path("offline_queue")};
    FolderWatch watch{queue};

    std::string add() {
        return queue.enqueue({{ItemType::metrics, "a", "{}", {}, {}}}, {1'736'337'600'000}).front();
    }
};

extern "C" void on_signal(int /*number*/) {}

} // namespace

TEST_CASE("What is queued or dropped in wakes, once") {
    Rig rig;
    CHECK(rig.watch.trouble().empty());
    CHECK_FALSE(rig.watch.wait(0ms, never));
    rig.add();
    CHECK(rig.watch.wait(60s, never));
    CHECK_FALSE(rig.watch.wait(0ms, never));
    std::ofstream{rig.queue.path() + "/pending/dropped.json"} << "{}";
    CHECK(rig.watch.wait(60s, never));
}

TEST_CASE("What is only being written, is no item or leaves the queue wakes nobody") {
    Rig rig;
    const std::string name = rig.add();
    CHECK(rig.watch.wait(60s, never));
    std::ofstream writing{rig.queue.path() + "/pending/writing.json"};
    std::ofstream{rig.queue.path() + "/pending/.tmp-x.json"} << "{}";
    std::ofstream{rig.queue.path() + "/pending/page.pdf"} << "{}";
    rig.queue.finish({name});
    CHECK_FALSE(rig.watch.wait(0ms, never));
}

TEST_CASE("What is released or tried again wakes") {
    Rig rig;
    const std::string name = rig.add();
    hold_items(rig.queue, {name});
    CHECK(rig.watch.wait(60s, never));
    release_items(rig.queue, {name});
    CHECK(rig.watch.wait(60s, never));
    rig.queue.fail(name, {"because", 422, 5}, {1'736'337'600'000});
    CHECK_FALSE(rig.watch.wait(0ms, never));
    CHECK(rig.queue.retry(name));
    CHECK(rig.watch.wait(60s, never));
}

TEST_CASE("A folder that is taken away is told of") {
    Rig rig;
    CHECK(rig.watch.is_valid());
    std::filesystem::remove_all(rig.queue.path());
    CHECK(rig.watch.wait(60s, never));
    CHECK_FALSE(rig.watch.is_valid());
}

TEST_CASE("A wish that came before the sleep is not slept over") {
    Rig rig;
    const auto begun = std::chrono::steady_clock::now();
    CHECK_FALSE(rig.watch.wait(1h, [] { return true; }));
    CHECK(std::chrono::steady_clock::now() - begun < 30min);
}

TEST_CASE("A signal that falls between the look and the sleep wakes") {
    Rig rig;

    struct sigaction action {};

    struct sigaction before {};

    action.sa_handler = on_signal;
    sigaction(SIGHUP, &action, &before);
    const auto begun = std::chrono::steady_clock::now();
    CHECK_FALSE(rig.watch.wait(1h, [] {
        std::raise(SIGHUP); // held until the sleep begins
        return false;
    }));
    CHECK(std::chrono::steady_clock::now() - begun < 30min);
    sigaction(SIGHUP, &before, nullptr);
}
