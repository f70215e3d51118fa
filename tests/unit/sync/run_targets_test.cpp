#include "common/error.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include "sync/run_targets.hpp"

#include <array>
#include <map>
#include <random>

using namespace ecg;
using namespace ecg::sync;
using namespace std::chrono_literals;
using enum ItemType;

namespace {

/// What a target took, which outlives the runs.
struct Shelf {
    bool knows_sessions = false;
    Verdict greeting = Verdict::stored;
    std::function<Verdict(const QueuedItem&)> judge = [](const QueuedItem&) {
        return Verdict::stored;
    };
    std::map<std::string, int> taken; ///< by key
    std::string last_file;
};

Delivered say(Verdict verdict) {
    Delivered said;
    said.verdict = verdict;
    said.reason = "because";
    return said;
}

class ShelfTarget final : public Target {
public:
    explicit ShelfTarget(Shelf& shelf) : shelf_{shelf} {}

    [[nodiscard]] std::string name() const override { return "shelf"; }

    Delivered greet() override { return say(shelf_.greeting); }

    std::vector<Delivered> send(const std::vector<Parcel>& parcels) override {
        std::vector<Delivered> all;
        for (const Parcel& parcel : parcels) {
            const Verdict verdict = shelf_.judge(parcel.items.front());
            for (const QueuedItem& item : parcel.items) {
                shelf_.taken[item.key] += verdict == Verdict::stored ? 1 : 0;
            }
            shelf_.last_file = parcel.part_file;
            all.push_back(say(verdict));
            all.back().session = "server-" + parcel.session;
        }
        return all;
    }

    [[nodiscard]] std::size_t at_once() const override { return 2; }

private:
    Shelf& shelf_;
};

struct Rig {
    ecg::test::TemporaryFolder folder;
    QueueFolder queue{folder.path("offline_queue")};
    std::map<std::string, Shelf> shelves;
    Rules rules{{"backend", "s3", "dropbox"}, {"backend"}};
    RunSettings settings;
    UtcTime now{1'736'337'600'000};
    std::vector<RunEvent> events;

    Rig() { shelves["backend"].knows_sessions = true; }

    void add(ItemType type, const std::string& session, const std::string& what = "1") {
        const std::string data = R"({"session_id":")" + session + R"(","n":)" + what + "}";
        NewItem item{type, session, data, {}, {}};
        item.part = type == report ? "%PDF-" + what : "";
        queue.enqueue({item}, now);
    }

    TargetsResult run() {
        std::vector<NamedTarget> targets;
        for (const std::string& name : rules.all()) {
            Shelf& shelf = shelves[name];
            targets.push_back(
                {name, shelf.knows_sessions, [&] { return std::make_unique<ShelfTarget>(shelf); }});
        }
        RunWorld world;
        world.now = [this] { return now; };
        world.elapsed = [] { return 0ms; };
        world.pause = [](std::chrono::milliseconds) {};
        world.stop = [] { return false; };
        world.chance = [] { return 0.0; };
        world.tell = [this](const RunEvent& event) { events.push_back(event); };
        return run_targets(queue, rules, targets, settings, world);
    }

    [[nodiscard]] std::size_t count(ItemState state) const { return queue.names(state).size(); }

    /// Whether each of the items is there, once.
    [[nodiscard]] bool has(const std::string& target, std::size_t items) {
        const auto& taken = shelves[target].taken;
        std::size_t there = 0;
        for (const auto& [key, times] : taken) {
            there += times == 1 ? 1 : times > 1 ? 1000 : 0;
        }
        return there == items;
    }

    [[nodiscard]] RunEnd end_of(const TargetsResult& all, const std::string& name) const {
        for (const TargetEnd& one : all.targets) {
            if (one.name == name) {
                return one.result.end;
            }
        }
        FAIL("no such target");
        return {};
    }
};

} // namespace

TEST_CASE("An item goes to each target of its rule, and leaves the queue when all have it") {
    Rig rig;
    rig.add(session_start, "night");
    rig.add(metrics, "night");
    rig.add(report, "night");

    const TargetsResult result = rig.run();

    CHECK(result.stored == 3);
    CHECK(result.left == 0);
    CHECK(rig.has("backend", 3));
    CHECK(rig.has("s3", 1));
    CHECK(rig.has("dropbox", 1));
    CHECK(rig.count(ItemState::synced) == 3);
    CHECK(rig.shelves["s3"].last_file.ends_with(".pdf"));
}

TEST_CASE("One target that is away holds up what is for it, and nothing twice") {
    Rig rig;
    rig.add(report, "a");
    rig.add(metrics, "b");
    rig.shelves["s3"].greeting = Verdict::unreachable;
    for (int i = 0; i < 3; ++i) {
        const TargetsResult result = rig.run();
        CHECK(rig.end_of(result, "s3") == RunEnd::offline);
        CHECK(rig.end_of(result, "backend") == RunEnd::done);
        CHECK(result.left == 1);
    }
    CHECK(rig.has("backend", 2));
    CHECK(rig.has("dropbox", 1));
    CHECK(rig.count(ItemState::synced) == 1);
    const RunResult one = as_one(rig.run());
    CHECK(one.end == RunEnd::offline);
    CHECK(one.reason == "s3: because");
    CHECK(one.left == 1);

    rig.shelves["s3"].greeting = Verdict::stored;
    CHECK(rig.run().left == 0);
    CHECK(rig.has("s3", 1));
    CHECK(rig.has("backend", 2));
    CHECK(rig.has("dropbox", 1));
}

TEST_CASE("A run that is killed between two receipts costs neither target a second copy") {
    Rig rig;
    rig.add(report, "a");
    rig.shelves["s3"].greeting = Verdict::unreachable;
    rig.run();
    // What s3 took just before the power went: its ledger says so, and nobody moved the item.
    const std::string name = rig.queue.names(ItemState::pending).front();
    const auto read = rig.queue.read(ItemState::pending, name, rig.now);
    {
        Ledger ledger{ledger_path(rig.queue, "s3")};
        ledger.note_stored(name, std::get<QueuedItem>(read).key);
        ledger.flush();
    }

    const TargetsResult result = rig.run();

    CHECK(result.stored == 1);
    CHECK(rig.count(ItemState::pending) == 0);
    CHECK(rig.has("s3", 0));
    CHECK(rig.has("backend", 1));
    CHECK(rig.has("dropbox", 1));
}

TEST_CASE("An item that one target refuses goes to the others, then to failed/ with who and why") {
    Rig rig;
    rig.settings.most_tries = 2;
    rig.add(report, "a");
    rig.shelves["s3"].judge = [](const QueuedItem&) { return Verdict::refused; };
    rig.shelves["dropbox"].greeting = Verdict::unreachable;
    CHECK(rig.run().failed == 0);
    CHECK(rig.count(ItemState::pending) == 1);

    rig.shelves["dropbox"].greeting = Verdict::stored;
    CHECK(rig.run().failed == 1);
    CHECK(rig.has("backend", 1));
    CHECK(rig.has("dropbox", 1));
    const std::string name = rig.queue.names(ItemState::failed).front();
    CHECK(rig.queue.failure_text(name).find(R"("reason":"s3: because")") != std::string::npos);

    SECTION("and tried anew, it goes to that target alone") {
        rig.shelves["s3"].judge = [](const QueuedItem&) { return Verdict::stored; };
        REQUIRE(rig.queue.retry(name));
        CHECK(rig.run().stored == 1);
        CHECK(rig.has("s3", 1));
        CHECK(rig.has("backend", 1));
        CHECK(rig.has("dropbox", 1));
    }
    SECTION("also when the run that failed it was killed before its ledgers knew") {
        Ledger{ledger_path(rig.queue, "s3")}.flush();
        {
            Ledger ledger{ledger_path(rig.queue, "s3")};
            const auto read = rig.queue.read(ItemState::failed, name, rig.now);
            ledger.note_refused(name, {std::get<QueuedItem>(read).key, "because", 0, 2});
            ledger.flush();
        }
        rig.shelves["s3"].judge = [](const QueuedItem&) { return Verdict::stored; };
        REQUIRE(rig.queue.retry(name));
        forget_refusals(rig.queue, name);
        CHECK(rig.run().stored == 1);
        CHECK(rig.has("s3", 1));
        CHECK(rig.has("backend", 1));
    }
}

TEST_CASE("A target whose settings are wrong is denied, and the others go on") {
    Rig rig;
    rig.add(report, "a");
    rig.rules = {{"s3", "dropbox"}, {"backend"}};
    RunWorld world;
    world.now = [&] { return rig.now; };
    world.elapsed = [] { return 0ms; };
    world.pause = [](std::chrono::milliseconds) {};
    world.stop = [] { return false; };
    world.chance = [] { return 0.0; };
    bool backend_asked = false;
    const std::vector<NamedTarget> targets{
        {"backend", true,
         [&]() -> std::shared_ptr<Target> {
             backend_asked = true;
             throw Error{ErrorKind::usage, "no"};
         }},
        {"s3", false,
         []() -> std::shared_ptr<Target> {
             throw Error{ErrorKind::usage, "s3: bucket is missing"};
         }},
        {"dropbox", false, [&] { return std::make_unique<ShelfTarget>(rig.shelves["dropbox"]); }}};

    const TargetsResult result = run_targets(rig.queue, rig.rules, targets, rig.settings, world);

    CHECK(rig.end_of(result, "s3") == RunEnd::denied);
    CHECK(result.targets[1].result.reason == "s3: bucket is missing");
    CHECK(rig.has("dropbox", 1));
    CHECK_FALSE(backend_asked); // there is nothing for it
    CHECK(rig.count(ItemState::pending) == 1);
}

TEST_CASE("A session whose start the server refuses is blocked there, and goes to the others") {
    Rig rig;
    rig.settings.most_tries = 1;
    rig.rules.sessions = {"backend", "s3"};
    rig.add(session_start, "a");
    rig.add(metrics, "a");
    rig.shelves["backend"].judge = [](const QueuedItem& item) {
        return item.name.type == session_start ? Verdict::refused : Verdict::stored;
    };
    rig.run();
    CHECK(rig.has("backend", 0));
    CHECK(rig.has("s3", 2));
    CHECK(rig.count(ItemState::failed) == 1);
    CHECK(rig.count(ItemState::pending) == 1);
    rig.shelves["backend"].judge = [](const QueuedItem&) { return Verdict::stored; };
    REQUIRE(rig.queue.retry(rig.queue.names(ItemState::failed).front()));
    CHECK(rig.run().left == 0);
    CHECK(rig.has("backend", 2));
    CHECK(rig.has("s3", 2));
}

TEST_CASE("Whatever fails and however often the rules change, each target has each item once") {
    std::mt19937 random{7};
    Rig rig;
    rig.rules.sessions = {"backend", "s3", "dropbox"};
    rig.add(session_start, "a");
    for (int n = 0; n < 30; ++n) {
        rig.add(n % 3 == 0 ? report : metrics, "a", std::to_string(n));
    }
    rig.rules.reports = {"s3"};
    rig.rules.sessions = {"backend"};
    rig.shelves["backend"].greeting = rig.shelves["s3"].greeting = Verdict::unreachable;
    rig.run();
    rig.shelves["backend"].greeting = rig.shelves["s3"].greeting = Verdict::stored;
    rig.rules.reports = rig.rules.sessions = {"backend", "s3", "dropbox"};
    for (const char* name : {"backend", "s3", "dropbox"}) {
        // of its own, for the targets are at work side by side
        auto chance = std::make_shared<std::mt19937>(random());
        rig.shelves[name].judge = [chance](const QueuedItem&) {
            return std::array{Verdict::stored, Verdict::later,
                              Verdict::unreachable}[(*chance)() % 3];
        };
    }
    for (int i = 0; i < 500 && rig.count(ItemState::pending) > 0; ++i) {
        rig.run();
    }
    CHECK(rig.count(ItemState::synced) == 31);
    CHECK(rig.count(ItemState::failed) == 0);
    for (const char* name : {"backend", "s3", "dropbox"}) {
        CAPTURE(name);
        CHECK(rig.has(name, 31));
    }
}
