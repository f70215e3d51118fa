#include "run_rig.hpp"
#include "support/catch.hpp"
#include "sync/held_items.hpp"
#include "sync/run_preview.hpp"

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
    const RunPreview preview = preview_run(rig.queue, rig.target.at_once(), rig.now);
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

    const RunPreview preview = preview_run(rig.queue, 4, rig.now);
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
