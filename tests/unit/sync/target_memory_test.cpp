#include "run_rig.hpp"
#include "support/catch.hpp"
#include "sync/rested_target.hpp"
#include "sync/target_memory.hpp"

#include <fstream>

using namespace ecg;
using namespace ecg::sync;
using namespace ecg::sync::test;

namespace {

RunResult away(std::optional<std::chrono::milliseconds> next) {
    RunResult result;
    result.end = RunEnd::offline;
    result.reason = "HTTP status 503";
    result.left = 4;
    result.next = next;
    return result;
}

void note(Rig& rig, const RunResult& result, const std::string& place = "here") {
    TargetMemory memory{rig.queue};
    memory.note({"s3", place, result, {}, {}}, rig.now);
    memory.save();
}

bool rests(const Rig& rig, std::chrono::milliseconds later, const std::string& place = "here") {
    const UtcTime then{rig.now.milliseconds + later.count()};
    return TargetMemory{rig.queue}.resting("s3", place, then) != nullptr;
}

} // namespace

TEST_CASE("A target that asked for a rest has it until its end, in another program too") {
    Rig rig;
    CHECK_FALSE(rests(rig, 0s));
    note(rig, away(600s));
    CHECK(rests(rig, 0s));
    CHECK(rests(rig, 599s));
    CHECK_FALSE(rests(rig, 600s));
    CHECK_FALSE(rests(rig, 0s, "another place of that name"));
    const TargetMemory memory{rig.queue};
    REQUIRE(memory.find("s3") != nullptr);
    CHECK(memory.find("s3")->end == "offline");
    CHECK(memory.find("s3")->reason == "HTTP status 503");
    CHECK(memory.find("s3")->left == 4);
    CHECK(memory.find("backend") == nullptr);
}

TEST_CASE("A rest that is further away than it ever was is none: the clock was set back") {
    Rig rig;
    note(rig, away(600s));
    CHECK(rests(rig, 0s));
    CHECK_FALSE(rests(rig, -1s));
    CHECK_FALSE(rests(rig, -24h));
}

TEST_CASE("What rests is asked again once it has answered, and keeps its rest until then") {
    Rig rig;
    note(rig, away(600s));
    RunResult left_alone = away(500s);
    left_alone.left_alone = true;
    rig.now.milliseconds += 60'000;
    note(rig, left_alone);
    CHECK(TargetMemory{rig.queue}.find("s3")->rest(rig.now) == 540s);
    note(rig, {}); // there was nothing for it
    CHECK(TargetMemory{rig.queue}.find("s3")->rest(rig.now) == 540s);
    CHECK(TargetMemory{rig.queue}.find("s3")->end == "done");
    RunResult stored;
    stored.stored = 3;
    note(rig, stored);
    CHECK_FALSE(rests(rig, 0s));
    note(rig, away({}));
    CHECK_FALSE(rests(rig, 0s));
}

TEST_CASE("When we mean to come again is told, and nobody has to wait for it") {
    Rig rig;
    TargetMemory memory{rig.queue};
    memory.note({"s3", "here", away({}), 90s, -7200s}, rig.now);
    memory.save();
    const TargetMemory again{rig.queue};
    CHECK(again.find("s3")->rest(rig.now) == 90s);
    CHECK_FALSE(again.find("s3")->asked);
    CHECK(again.find("s3")->ahead_ms == -7'200'000);
    CHECK_FALSE(rests(rig, 0s));
}

TEST_CASE("A damaged memory knows nothing and hinders nothing") {
    Rig rig;
    for (const char* const text :
         {"", "{", "[]", R"({"targets":4})", R"({"targets":[4,{"name":7},{"next_ms":"x"}]})"}) {
        std::ofstream{rig.queue.state_path("targets.json")} << text;
        CHECK_FALSE(rests(rig, 0s));
        note(rig, away(600s));
        CHECK(rests(rig, 0s));
    }
}

TEST_CASE("A run waits for a target's rest within its time, else leaves the target alone") {
    Rig rig;
    note(rig, away(600s));
    RunWorld world;
    std::chrono::milliseconds slept{0};
    bool stops = false;
    int opened = 0;
    world.now = [&] { return rig.now; };
    world.elapsed = [] { return 10s; };
    world.pause = [&](std::chrono::milliseconds span) { slept += span; };
    world.stop = [&] { return stops; };
    const auto greet = [&](std::chrono::milliseconds budget, bool waits) {
        RunSettings settings;
        settings.budget = budget;
        settings.waits = waits;
        const auto open = [&] {
            ++opened;
            return std::shared_ptr<sync::Target>{&rig.target, [](const auto*) {}};
        };
        const auto targets = leave_alone({{"s3", false, open, "here"}, {"other", false, open, ""}},
                                         TargetMemory{rig.queue}, settings, world);
        CHECK(targets.back().open()->greet().verdict == Verdict::stored);
        return targets.front().open()->greet();
    };

    const Delivered too_long = greet(50s, true);
    CHECK(too_long.verdict == Verdict::later);
    CHECK(too_long.left_alone);
    CHECK(too_long.wait == 600s);
    CHECK(too_long.reason == "HTTP status 503");
    CHECK(greet(1h, false).left_alone);
    CHECK(opened == 2); // the other, each time
    CHECK(slept == 0s);
    CHECK(greet(1h, true).verdict == Verdict::stored);
    CHECK(slept == 600s);
    CHECK(opened == 4);
    stops = true;
    CHECK(greet(1h, true).verdict == Verdict::abandoned);
    CHECK(opened == 5);
}
