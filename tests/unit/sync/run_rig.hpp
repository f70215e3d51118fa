// A queue in a folder of its own, a target that answers as it is told, and a clock that stands
// still.
#pragma once

#include "support/temporary_folder.hpp"
#include "sync/run_targets.hpp"

#include <algorithm>
#include <map>

namespace ecg::sync::test {

using namespace std::chrono_literals;

/// Remembers what it took, by key, and answers as it is told.
class FakeTarget : public Target {
public:
    [[nodiscard]] std::string name() const override { return "fake"; }

    Delivered greet() override { return greeting; }

    [[nodiscard]] std::size_t at_once() const override { return 4; }

    std::vector<Delivered> send(const std::vector<Parcel>& parcels) override {
        std::vector<Delivered> all;
        for (const Parcel& parcel : parcels) {
            ++requests;
            all.push_back(answer(parcel));
            if (all.back().verdict == Verdict::stored || loses_answers) {
                take(parcel);
            }
            all.back().session = parcel.type == ItemType::session_start ? "server-1" : "";
        }
        if (after) {
            after();
        }
        return all;
    }

    Delivered greeting{.verdict = Verdict::stored, .reason = {}, .wait = {}, .session = {}};
    std::function<Delivered(const Parcel&)> answer = [this](const Parcel&) { return greeting; };
    std::function<void()> after;
    bool loses_answers = false;
    int requests = 0;
    std::vector<std::string> order;          ///< "type session" of each stored parcel
    std::map<std::string, int> times_stored; ///< by key

private:
    void take(const Parcel& parcel) {
        order.push_back(std::string{name_of(parcel.type)} + " " + parcel.session);
        for (const QueuedItem& item : parcel.items) {
            ++times_stored[item.key];
        }
    }
};

struct Rig {
    ecg::test::TemporaryFolder folder;
    QueueFolder queue{folder.path("offline_queue")};
    FakeTarget target;
    RunSettings settings;
    std::vector<RunEvent> events;
    UtcTime now{1'736'337'600'000};
    std::chrono::milliseconds since{};
    bool stops = false;
    bool closed = false;
    UploadLog* world_log = nullptr;

    std::string add(ItemType type, const std::string& session, const std::string& what = "1") {
        const std::string data = R"({"session_id":")" + session + R"(","n":)" + what + "}";
        return queue.enqueue({{type, session, data, {}, {}}}, now).front();
    }

    RunResult run() {
        RunWorld world;
        world.now = [&] { return now; };
        world.elapsed = [&] { return since; };
        world.pause = [&](std::chrono::milliseconds span) {
            since += span;
            now.milliseconds += span.count();
        };
        world.stop = [&] { return stops; };
        world.closed = [&] { return closed; };
        world.chance = [] { return 1.0; };
        world.tell = [&](const RunEvent& event) { events.push_back(event); };
        world.log = world_log;
        since = 0ms;
        const std::shared_ptr<Target> opened{&target, [](Target*) {}};
        const NamedTarget server{std::string{server_name}, true, [&] { return opened; }};
        return as_one(run_targets(queue, Rules{}, {server}, settings, world));
    }

    [[nodiscard]] std::size_t count(ItemState state) const { return queue.names(state).size(); }

    [[nodiscard]] bool each_once(std::size_t items) const {
        return target.times_stored.size() == items &&
               std::all_of(target.times_stored.begin(), target.times_stored.end(),
                           [](const auto& one) { return one.second == 1; });
    }
};

inline Delivered say(Verdict verdict, int status = 0,
                     std::optional<std::chrono::seconds> wait = {}) {
    return {.verdict = verdict, .reason = "because", .status = status, .wait = wait, .session = {}};
}

} // namespace ecg::sync::test
