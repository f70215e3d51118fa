#include "common/json_reader.hpp"
#include "run_rig.hpp"
#include "support/catch.hpp"

#include <filesystem>

using namespace ecg;
using namespace ecg::sync;
using namespace ecg::sync::test;

namespace {

/// A target that takes metrics as files, and whose run keeps a log.
struct LoggedRig : Rig {
    explicit LoggedRig(std::size_t at_once = 2000) : log{settings_of(*this, at_once)} {
        world_log = &log;
        target.answer = [this](const Parcel& parcel) {
            Delivered delivered = target.greeting;
            if (parcel.type == ItemType::metrics) {
                const QueuedItem& item = parcel.items.front();
                delivered.upload = {"s3", "archive", item.key, {}, item.key, 7, false};
            }
            return delivered;
        };
    }

    static UploadLogSettings settings_of(const Rig& rig, std::size_t at_once) {
        UploadLogSettings how;
        how.folder = rig.folder.path("reports");
        how.state_folder = rig.queue.state_folder();
        how.at_once = at_once;
        return how;
    }

    /// The items' names in the file that grows.
    [[nodiscard]] std::vector<std::string> logged() const {
        if (!std::filesystem::exists(log.path())) {
            return {};
        }
        const std::string bytes = folder.bytes("reports/upload_log.json");
        std::vector<std::string> names;
        JsonReader reader;
        reader.parse(bytes, "log").each_element([&](const JsonValue& entry) {
            names.push_back(entry.find("metadata")->text_at("filename").value_or(""));
        });
        return names;
    }

    UploadLog log;
};

} // namespace

TEST_CASE("What a target took as a file is in the log at the end of the run, and nothing else") {
    LoggedRig rig;
    rig.add(ItemType::session_start, "night");
    const std::string one = rig.add(ItemType::metrics, "night", "1");
    const std::string other = rig.add(ItemType::metrics, "day", "2");
    rig.add(ItemType::waveform, "night");

    CHECK(rig.run().trouble.empty());

    std::vector<std::string> names = rig.logged();
    std::sort(names.begin(), names.end());
    CHECK(names == std::vector<std::string>{one, other});
    CHECK(Ledger{rig.queue.ledger_path()}.uploads().empty());
    rig.run();
    CHECK(rig.logged().size() == 2);
}

TEST_CASE("A run that sends no files writes no log") {
    LoggedRig rig;
    rig.add(ItemType::session_start, "night");
    rig.add(ItemType::waveform, "night");
    rig.run();
    CHECK_FALSE(std::filesystem::exists(rig.folder.path("reports")));
}

TEST_CASE("Many entries are written while the run goes on") {
    LoggedRig rig{2};
    for (int i = 0; i < 10; ++i) {
        rig.add(ItemType::metrics, "session-" + std::to_string(i));
    }
    std::vector<std::size_t> seen;
    rig.target.after = [&] { seen.push_back(rig.logged().size()); };
    rig.run();
    CHECK(seen == std::vector<std::size_t>{0, 4, 8});
    CHECK(rig.logged().size() == 10);
}

TEST_CASE("A run that ends before the log is written leaves the entries to the next one") {
    LoggedRig rig;
    rig.add(ItemType::metrics, "night");
    std::filesystem::create_directories(rig.log.path());

    const RunResult result = rig.run();

    CHECK(result.stored == 1);
    CHECK(result.end == RunEnd::done);
    CHECK(result.trouble.find("upload_log.json") != std::string::npos);
    CHECK(rig.count(ItemState::pending) == 0);
    std::filesystem::remove(rig.log.path());
    UploadLog next{LoggedRig::settings_of(rig, 2000)}; // of another program
    rig.world_log = &next;
    CHECK(rig.run().trouble.empty());
    CHECK(rig.logged().size() == 1);
}
