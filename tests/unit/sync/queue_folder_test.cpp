#include "common/error.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include "sync/queue_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

using namespace ecg;
using namespace ecg::sync;
namespace fs = std::filesystem;

namespace {

constexpr UtcTime noon{1'736'337'600'000};

NewItem metrics(const std::string& session, int number) {
    return {.type = ItemType::metrics,
            .session = session,
            .data = R"({"session_id":")" + session + R"(","n":)" + std::to_string(number) + "}",
            .priority = {},
            .part = {}};
}

struct Queue {
    ecg::test::TemporaryFolder folder;
    std::string path = folder.path("offline_queue");
    QueueFolder queue{path};

    std::string drop_in(const std::string& name, const std::string& bytes) const {
        std::string file = path + "/pending/" + name;
        std::ofstream{file, std::ios::binary} << bytes;
        return file;
    }

    /// As if it had been written so many seconds before noon.
    void age(const std::string& file, long seconds) const {
        const timespec time{noon.milliseconds / 1000 - seconds, 0};
        const timespec both[2]{time, time};
        REQUIRE(::utimensat(AT_FDCWD, file.c_str(), both, AT_SYMLINK_NOFOLLOW) == 0);
    }

    [[nodiscard]] Unreadable why_not(const std::string& name) const {
        const auto read = queue.read(ItemState::pending, name, noon);
        REQUIRE(std::holds_alternative<Unreadable>(read));
        return std::get<Unreadable>(read);
    }
};

mode_t mode_of(const std::string& path) {
    struct stat status {};

    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 0777U;
}

} // namespace

TEST_CASE("What is queued is found again, in order, for its owner alone") {
    Queue kept;
    const auto names =
        kept.queue.enqueue({metrics("a", 1), metrics("a", 2), metrics("b", 3)}, noon);

    REQUIRE(names.size() == 3);
    CHECK(names[0].starts_with("p07_01736337600000_metrics_"));
    CHECK(kept.queue.names(ItemState::pending) == names);
    const auto item = std::get<QueuedItem>(kept.queue.read(ItemState::pending, names[1], noon));
    CHECK(item.data == R"({"session_id":"a","n":2})");
    CHECK(mode_of(kept.path) == 0700);
    CHECK(mode_of(kept.path + "/pending") == 0700);
    CHECK(mode_of(kept.path + "/pending/" + names[0]) == 0600);
    CHECK(std::distance(fs::directory_iterator{kept.path + "/pending"}, {}) ==
          3); // and no temporary
}

TEST_CASE(
    "What is queued later comes later, also within a millisecond and when the clock goes back") {
    Queue kept;
    std::vector<std::string> names;
    for (const std::int64_t shift : {0, 0, -5000, 1}) {
        names.push_back(
            kept.queue.enqueue({metrics("a", 1), metrics("b", 2)}, {noon.milliseconds + shift})
                .front());
    }
    CHECK(std::is_sorted(names.begin(), names.end()));
    CHECK(std::set<std::string>(names.begin(), names.end()).size() == 4);
}

TEST_CASE("Many who queue at the same moment lose nothing") {
    Queue kept;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&kept, t] {
            QueueFolder same{kept.path};
            for (int i = 0; i < 25; ++i) {
                same.enqueue({metrics("a", 100 * t + i)}, noon);
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    std::set<std::string> seen;
    for (const std::string& name : kept.queue.names(ItemState::pending)) {
        seen.insert(std::get<QueuedItem>(kept.queue.read(ItemState::pending, name, noon)).data);
    }
    CHECK(seen.size() == 100);
}

TEST_CASE("A queue that cannot be written says so, and keeps no half of an item") {
    Queue kept;
    fs::remove(kept.path + "/pending");
    kept.folder.file("offline_queue/pending", "no folder");
    CHECK_THROWS_AS(kept.queue.enqueue({metrics("a", 1)}, noon), Error);
}

TEST_CASE("One runner has the lock at a time") {
    Queue kept;
    {
        const auto lock = kept.queue.try_lock();
        REQUIRE(lock);
        CHECK_FALSE(QueueFolder{kept.path}.try_lock());
    }
    CHECK(QueueFolder{kept.path}.try_lock());
}

TEST_CASE("Who asks whether another is at work takes the lock from nobody") {
    const Queue kept;
    const QueueFolder onlooker{kept.path};
    CHECK_FALSE(onlooker.is_locked()); // there is no such file yet
    {
        const auto lock = kept.queue.try_lock();
        REQUIRE(lock);
        CHECK(onlooker.is_locked());
        CHECK(kept.queue.is_locked());
        CHECK_FALSE(onlooker.try_lock()); // which leaves it as it is
        CHECK(onlooker.is_locked());
    }
    CHECK_FALSE(onlooker.is_locked());
    std::atomic<bool> enough = false;
    std::thread asking{[&] {
        while (!enough) {
            static_cast<void>(onlooker.is_locked());
        }
    }};
    int got = 0;
    for (int i = 0; i < 20'000; ++i) {
        got += kept.queue.try_lock() ? 1 : 0;
    }
    enough = true;
    asking.join();
    CHECK(got == 20'000);
}

TEST_CASE("What somebody is still writing is left alone until it has been quiet for a minute") {
    Queue kept;
    const std::string file = kept.drop_in("mine.json", R"({"type":"metrics","da)");
    kept.age(file, 10);
    CHECK(kept.why_not("mine.json").kind == Unreadable::Kind::unsettled);
    kept.age(file, 61);
    CHECK(kept.why_not("mine.json").kind == Unreadable::Kind::broken);
    kept.age(file, -3600); // the clock was set back meanwhile
    CHECK(kept.why_not("mine.json").kind == Unreadable::Kind::broken);
}

TEST_CASE("Empty files, zeros and half of an item are broken, and go to failed with the reason") {
    Queue kept;
    for (const auto& [name, bytes] :
         std::vector<std::pair<std::string, std::string>>{{"empty.json", ""},
                                                          {"zeros.json", std::string(4096, '\0')},
                                                          {"cut.json", "{\"id\":\"a"}}) {
        kept.age(kept.drop_in(name, bytes), 3600);
        const Unreadable why = kept.why_not(name);
        CHECK(why.kind == Unreadable::Kind::broken);
        CHECK(kept.queue.fail(name, {.reason = why.reason}, noon) == name);
        CHECK(kept.queue.failure_text(name) ==
              R"({"item":")" + name + R"(","reason":")" + why.reason +
                  R"(","tries":0,"failed_at":"2025-01-08T12:00:00.000Z"})"
                  "\n");
        CHECK(kept.folder.bytes("offline_queue/failed/" + name) == bytes);
    }
    CHECK(kept.queue.names(ItemState::pending).empty());
    CHECK(kept.queue.names(ItemState::failed).size() == 3);
}

TEST_CASE("Links, pipes and folders in the queue are not opened") {
    Queue kept;
    const std::string secret = kept.folder.file("secret.json", R"({"type":"report","data":{}})");
    fs::create_symlink(secret, kept.path + "/pending/link.json");
    REQUIRE(::mkfifo((kept.path + "/pending/pipe.json").c_str(), 0600) == 0);
    fs::create_directory(kept.path + "/pending/folder.json");
    for (const char* const name : {"link.json", "pipe.json", "folder.json"}) {
        CHECK(kept.why_not(name).kind == Unreadable::Kind::irregular);
    }
    CHECK(kept.why_not("none.json").kind == Unreadable::Kind::gone);
}

TEST_CASE("Names of half-written files and of editors are no items") {
    Queue kept;
    for (const char* const name :
         {".tmp-p05.json", "a.json.tmp", "a.json.part", ".a.json.swp", "a.json~", "a.txt"}) {
        kept.drop_in(name, "{}");
    }
    CHECK(kept.queue.names(ItemState::pending).empty());
}

TEST_CASE("Something larger than an item can be is not read") {
    Queue kept;
    const std::string file = kept.drop_in("large.json", "");
    fs::resize_file(file, std::uintmax_t{2} << 30);
    CHECK(kept.why_not("large.json").kind == Unreadable::Kind::broken);
}

TEST_CASE("A failed item comes back when it is retried, and its reason goes") {
    Queue kept;
    const std::string name = kept.queue.enqueue({metrics("a", 1)}, noon).front();
    kept.queue.fail(name, {"no", 422, 5}, noon);
    CHECK(kept.queue.names(ItemState::failed) == std::vector{name});
    CHECK(kept.queue.failure_text(name).find(R"("http_status":422,"tries":5)") !=
          std::string::npos);

    CHECK(kept.queue.retry(name));
    CHECK(kept.queue.names(ItemState::pending) == std::vector{name});
    CHECK(fs::is_empty(kept.path + "/failed"));
    CHECK_FALSE(kept.queue.retry(name));
}

TEST_CASE("An item that failed once does not overwrite one of the same name that failed before") {
    Queue kept;
    for (const char* const bytes : {"1", "2", "3"}) {
        kept.drop_in("same.json", bytes);
        kept.queue.fail("same.json", {.reason = "no"}, noon);
    }
    CHECK(kept.queue.names(ItemState::failed) ==
          std::vector<std::string>{"same.json", "same~2.json", "same~3.json"});
    CHECK(kept.folder.bytes("offline_queue/failed/same~3.json") == "3");
}

TEST_CASE("The longest of names can fail, too") {
    Queue kept;
    const std::string name = std::string(250, 'a') + ".json";
    kept.drop_in(name, "x");
    const std::string there = kept.queue.fail(name, {.reason = "no"}, noon);
    CHECK(kept.queue.names(ItemState::failed) == std::vector{there});
    CHECK(kept.queue.failure_text(there) != "");
}

TEST_CASE("The last hundred that were sent are kept, by age and not by name") {
    Queue kept;
    std::vector<NewItem> items;
    for (int i = 0; i < 130; ++i) {
        items.push_back(metrics("a", i));
        items.back().priority = i < 40 ? 10 : 1; // the oldest sort last
    }
    const auto names = kept.queue.enqueue(items, noon);
    kept.queue.finish(names);
    kept.queue.prune([] { return std::chrono::milliseconds{0}; });
    const auto synced = kept.queue.names(ItemState::synced);
    CHECK(synced.size() == 100);
    CHECK(std::count(synced.begin(), synced.end(), names[29]) == 0);
    CHECK(std::count(synced.begin(), synced.end(), names[30]) == 1);
    CHECK(kept.queue.names(ItemState::pending).empty());
}

TEST_CASE("A disk that is slow to free room is given half a second at a time") {
    Queue kept;
    std::vector<NewItem> items;
    for (int i = 0; i < 300; ++i) {
        items.push_back(metrics("a", i));
    }
    kept.queue.finish(kept.queue.enqueue(items, noon));
    const auto slow = [since = std::chrono::milliseconds{}]() mutable {
        return since += std::chrono::milliseconds{300};
    };
    kept.queue.prune(slow);
    const std::size_t left = kept.queue.names(ItemState::synced).size();
    CHECK(left > 100);
    CHECK(left < 300);
    for (int i = 0; i < 10; ++i) {
        kept.queue.prune(slow);
    }
    CHECK(kept.queue.names(ItemState::synced).size() == 100);
}

TEST_CASE("What was taken away while it was sent is no fault") {
    Queue kept;
    const auto names = kept.queue.enqueue({metrics("a", 1), metrics("a", 2)}, noon);
    fs::remove(kept.path + "/pending/" + names[0]);
    CHECK_NOTHROW(kept.queue.finish(names));
    CHECK(kept.queue.names(ItemState::synced) == std::vector{names[1]});
}

TEST_CASE("The PDF of a report is kept with it, checked, and goes when it was sent or dropped") {
    Queue kept;
    const NewItem report{.type = ItemType::report,
                         .session = "a",
                         .data = R"({"session_id":"a"})",
                         .priority = {},
                         .part = "%PDF-1.4 ..."};
    const auto names = kept.queue.enqueue({report, report}, noon);
    const auto item = std::get<QueuedItem>(kept.queue.read(ItemState::pending, names[0], noon));
    CHECK(kept.queue.read_part(item) == "%PDF-1.4 ...");

    kept.queue.finish({names[0]});
    CHECK_THROWS_AS(kept.queue.read_part(item), Error);
    const auto other = std::get<QueuedItem>(kept.queue.read(ItemState::pending, names[1], noon));
    std::ofstream{kept.path + "/parts/" + other.part} << "%PDF-1.4 ,,,";
    CHECK_THROWS_AS(kept.queue.read_part(other), Error);
    CHECK(kept.queue.drop(names[1]));
    CHECK(fs::is_empty(kept.path + "/parts"));
    CHECK_FALSE(kept.queue.drop(names[1]));
}

TEST_CASE("What killed writers left half written goes once it is an hour old") {
    Queue kept;
    const std::string old = kept.drop_in(".tmp-old.json", "{");
    kept.drop_in(".tmp-new.json", "{");
    const timespec times[2]{{0, 0}, {0, 0}};
    REQUIRE(::utimensat(AT_FDCWD, old.c_str(), times, 0) == 0);
    kept.queue.tidy();
    CHECK_FALSE(fs::exists(old));
    CHECK(fs::exists(kept.path + "/pending/.tmp-new.json"));
}
