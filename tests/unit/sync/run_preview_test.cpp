#include "run_rig.hpp"
#include "support/catch.hpp"
#include "sync/held_items.hpp"
#include "sync/object_target.hpp"
#include "sync/run_preview.hpp"
#include "sync/run_targets.hpp"

#include <filesystem>
#include <fstream>

using namespace ecg;
using namespace ecg::sync;
using namespace ecg::sync::test;
using enum ItemType;

namespace {

/// File names of each parcel as a run sends them.
using Parcels = std::vector<std::vector<std::string>>;

Parcels sent_by(Rig& rig) {
    Parcels sent;
    rig.target.answer = [&](const Parcel& parcel) {
        sent.emplace_back();
        for (const QueuedItem& item : parcel.items) {
            sent.back().push_back(item.file_name);
        }
        return rig.target.greeting;
    };
    rig.run();
    return sent;
}

/// Of the server alone.
RunPreview preview_run(const Rig& rig) {
    const PreviewedTarget server{std::string{server_name}, true, 4, false};
    return preview_targets(rig.queue, Rules{}, {server}, rig.now).front().run;
}

Parcels previewed(const RunPreview& preview) {
    Parcels parcels;
    for (const PreviewParcel& parcel : preview.parcels) {
        parcels.push_back(parcel.file_names);
    }
    return parcels;
}

std::vector<std::string> all_files(const std::string& folder) {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
        files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// The names of objects in the order in which they came.
class Names final : public transfer::Target {
public:
    std::optional<std::uint64_t> size(const std::string& /*name*/) override { return {}; }

    std::optional<std::string> read(const std::string& /*name*/, std::size_t /*limit*/) override {
        return {};
    }

    void remove(const std::string& /*name*/) override {}

    void probe() override {
        if (is_away) {
            throw transfer::TargetError{transfer::Obstacle::passing, "away"};
        }
    }

    [[nodiscard]] transfer::ObjectPlace place_of(const std::string& name) const override {
        return {"", "", name};
    }

    std::vector<std::string> names;
    std::string refuses; ///< names that contain it
    bool is_away = false;

private:
    transfer::Stored store(const std::string& name,
                           const transfer::ByteSource& /*bytes*/) override {
        if (!refuses.empty() && name.find(refuses) != name.npos) {
            throw transfer::TargetError{transfer::Obstacle::refused, "not this one"};
        }
        names.push_back(name);
        return transfer::Stored::now;
    }
};

/// The server and an S3, which get reports; sessions and crashes go as the rules say.
struct Several {
    Rig rig;
    std::shared_ptr<Names> objects = std::make_shared<Names>();
    Rules rules{{"backend", "s3"}, {"backend"}, {"s3"}};
    std::vector<PreviewedTarget> previewed{{"backend", true, 4, false}, {"s3", false, 1, false}};

    void add_report(const std::string& what) {
        NewItem item{report, "a", R"({"n":)" + what + "}", {}, {}};
        item.part = "%PDF-" + what;
        rig.queue.enqueue({item}, rig.now);
    }

    std::vector<TargetPreview> preview() {
        return preview_targets(rig.queue, rules, previewed, rig.now);
    }

    TargetsResult run() {
        RunWorld world;
        world.now = [this] { return rig.now; };
        world.elapsed = [] { return 0ms; };
        world.pause = [](std::chrono::milliseconds) {};
        world.stop = [] { return false; };
        world.chance = [] { return 1.0; };
        return run_targets(
            rig.queue, rules,
            {{"backend", true,
              [this] {
                  return std::shared_ptr<sync::Target>{&rig.target, [](const auto*) {}};
              }},
             {"s3", false, [this] { return std::make_shared<ObjectTarget>("s3", "s3", objects); }}},
            rig.settings, world);
    }
};

std::vector<std::string> objects_of(const RunPreview& preview) {
    std::vector<std::string> names;
    for (const PreviewParcel& parcel : preview.parcels) {
        names.push_back(parcel.object);
    }
    return names;
}

} // namespace

TEST_CASE("A preview is what the run then does, request by request") {
    Rig rig;
    for (const char* const session : {"a", "b", "c"}) {
        rig.add(session_end, session);
        for (int i = 0; i < 45; ++i) {
            rig.add(waveform, session, std::to_string(i));
            rig.add(metrics, session, std::to_string(i));
        }
        rig.add(session_start, session);
    }
    const std::string half_a_megabyte(600'000, '7');
    for (int i = 0; i < 5; ++i) {
        rig.add(waveform, "large", half_a_megabyte.substr(i));
    }
    std::ofstream{rig.queue.path() + "/pending/dropped.json"}
        << R"({"type":"metrics","data":{"session_id":"a","n":1}})";
    const RunPreview preview = preview_run(rig);
    CHECK(preview.parcels.front().type == session_start);
    CHECK(preview.parcels.front().round == 1);
    CHECK(preview.waiting == 0);
    const Parcels expected = previewed(preview);
    CHECK(expected.size() > 15);
    CHECK(sent_by(rig) == expected);
}

TEST_CASE("A preview writes nothing, and tells what would not go") {
    Rig rig;
    rig.settings.waits = false;
    const std::string refused = rig.add(metrics, "a");
    rig.target.answer = [](const Parcel&) { return say(Verdict::refused, 422); };
    rig.run();
    const std::string held = rig.add(session_start, "b");
    rig.add(metrics, "b");
    hold_items(rig.queue, {held});
    const std::string data = R"({"file_path":"/nowhere/report.pdf","metadata":{}})";
    const std::string gone = rig.queue.enqueue({{report, "", data, {}, {}}}, rig.now).front();
    const std::vector<std::string> before = all_files(rig.queue.path());

    const RunPreview preview = preview_run(rig);
    CHECK(preview.parcels.empty());
    REQUIRE(preview.later.size() == 1);
    CHECK(preview.later.front().first == refused);
    CHECK(preview.later.front().second.milliseconds == rig.now.milliseconds + 5000);
    REQUIRE(preview.unreadable.size() == 1);
    CHECK(preview.unreadable.front().first == gone);
    CHECK(preview.held == 1);
    CHECK(preview.waiting == 1);
    CHECK(all_files(rig.queue.path()) == before);
}

TEST_CASE("A preview of several targets is what each of them then gets, under which names") {
    Several several;
    several.rig.add(session_start, "a");
    several.rig.add(metrics, "a");
    several.rig.add(error, "crash-1");
    several.add_report("1");
    several.add_report("2");
    const std::vector<std::string> before = all_files(several.rig.queue.path());

    const std::vector<TargetPreview> preview = several.preview();

    REQUIRE(preview.size() == 2);
    CHECK(preview[0].run.parcels.size() == 4); // a start, two reports, metrics
    CHECK(objects_of(preview[0].run) == std::vector<std::string>(4));
    CHECK(preview[0].stored.empty());
    const std::vector<std::string> names = objects_of(preview[1].run);
    REQUIRE(names.size() == 3); // two reports, a crash
    CHECK(names[0].starts_with("ecg-reports/2025/01/08/"));
    CHECK(names[2].starts_with("ecg-errors/2025/01/08/"));
    CHECK(all_files(several.rig.queue.path()) == before);
    several.run();
    CHECK(several.objects->names == names);
    CHECK(several.rig.target.requests == 4);
}

TEST_CASE("A preview says what a target has already, and what it refused for good") {
    Several several;
    several.rig.settings.most_tries = 1;
    several.objects->is_away = true;
    several.add_report("1");
    several.run();

    std::vector<TargetPreview> preview = several.preview();
    CHECK(preview[0].run.parcels.empty());
    CHECK(preview[0].stored.size() == 1);
    CHECK(preview[1].run.parcels.size() == 1);
    CHECK(preview[1].stored.empty());

    several.objects->is_away = false;
    several.objects->refuses = "ecg-reports";
    several.rig.target.greeting.verdict = Verdict::unreachable;
    several.add_report("2");
    several.run();
    preview = several.preview();
    CHECK(preview[0].run.parcels.size() == 1);
    CHECK(preview[1].run.parcels.empty());
    REQUIRE(preview[1].refused.size() == 1);
    CHECK(preview[1].refused.front().second == "not this one");
}
