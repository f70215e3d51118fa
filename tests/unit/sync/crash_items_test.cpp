#include "common/json_reader.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include "sync/crash_items.hpp"

#include <sys/stat.h>

#include <filesystem>

using namespace ecg;
using namespace ecg::sync;

namespace {

const std::string record_text =
    R"({"schema":"ecg.crash/1","id":"1736339696123_1a2b3c4d","tool":"ecg-serve","version":"0.1.0",)"
    R"("time":"2025-01-08T12:34:56.123Z","pid":7,"os":"Linux 6.1 x86_64","memory_mb":45,)"
    R"("cause":"SIGSEGV","address":"0x0","backtrace":["ecg-serve+0x1f","libc.so.6+0x2"],)"
    R"("modules":{"ecg-serve":"b19c"},"notes":[{"ms_before":7,"text":"command"}]})";
const std::string first = "crash_1736339696123_1a2b3c4d.json";

struct Home {
    test::TemporaryFolder folder;
    CrashSource source{folder.path("crashes")};
    QueueFolder queue{folder.path("offline_queue")};

    Home() { std::filesystem::create_directory(source.folder); }

    void leave(const std::string& name, const std::string& bytes = record_text) const {
        folder.file("crashes/" + name, bytes);
    }

    [[nodiscard]] std::vector<std::string> left() const { return names_in(source.folder); }

    [[nodiscard]] std::vector<std::string> pending() const {
        return queue.names(ItemState::pending);
    }
};

std::string message_in(const NewItem& item) {
    JsonReader reader;
    return reader.parse(item.data, "data").text_at("error_message").value_or("");
}

} // namespace

TEST_CASE("The item of a crash is what the server's errors/report takes") {
    const NewItem item = crash_item(record_text, first, "ECG-0001");

    CHECK(item.type == ItemType::error);
    CHECK(item.session == "1736339696123_1a2b3c4d");
    JsonReader reader;
    const JsonValue data = reader.parse(item.data, "data");
    CHECK(data.text_at("timestamp") == "2025-01-08T12:34:56.123Z");
    CHECK(data.text_at("device_serial") == "ECG-0001");
    CHECK(data.text_at("error_type") == "crash");
    CHECK(data.text_at("error_message") == "ecg-serve 0.1.0: SIGSEGV at 0x0");
    CHECK(data.text_at("stack_trace") ==
          "ecg-serve+0x1f\nlibc.so.6+0x2\nbuild id of ecg-serve b19c\n");
    CHECK(data.find("system_info")->text_at("os") == "Linux 6.1 x86_64");
    CHECK(data.find("system_info")->integer_at("memory_mb") == 45);
    CHECK(data.find("system_info")->find("notes")->json() ==
          R"([{"ms_before":7,"text":"command"}])");
}

TEST_CASE("A record that cannot be read is reported as that") {
    for (const std::string bytes : {"", "{", "[]", R"({"schema":"another"})"}) {
        const NewItem item = crash_item(bytes, first, "");
        CHECK(message_in(item).find("cannot be read") != std::string::npos);
        CHECK(item.session == "1736339696123_1a2b3c4d");
    }
}

TEST_CASE("Each record is queued once, and kept beside") {
    Home home;
    home.leave(first);
    home.leave("crash_1736339696123_00000000.json"); // in the same millisecond
    home.leave("notes.txt", "somebody's");

    take_crashes(home.queue, home.source);
    take_crashes(home.queue, home.source);

    CHECK(home.pending().size() == 2);
    CHECK(home.left() == std::vector<std::string>{"notes.txt", "queued"});
    CHECK(home.folder.bytes("crashes/queued/" + first) == record_text);
    const auto read = home.queue.read(ItemState::pending, home.pending().back(), {});
    CHECK(std::get<QueuedItem>(read).session.starts_with("1736339696123_"));
}

TEST_CASE("A record that was queued before ecg-sync was killed is not queued again") {
    Home home;
    home.leave(first);
    take_crashes(home.queue, home.source);
    std::filesystem::rename(home.source.folder + "/queued/" + first,
                            home.source.folder + "/again-" + first);
    SECTION("while it waits") {}
    SECTION("once it was sent") {
        home.queue.finish(home.pending());
    }
    SECTION("once it was refused") {
        home.queue.fail(home.pending().front(), {}, {});
    }
    const std::size_t waiting = home.pending().size();

    take_crashes(home.queue, home.source);

    CHECK(home.pending().size() == waiting);
    CHECK(home.left() == std::vector<std::string>{"queued"});
}

TEST_CASE("What ecg-sync was killed over twice is reported without being read again") {
    Home home;
    const std::string name = GENERATE(as<std::string>{}, "", "again-", "unread-");
    home.leave(name + first);

    take_crashes(home.queue, home.source);

    REQUIRE(home.pending().size() == 1);
    const auto read = home.queue.read(ItemState::pending, home.pending().front(), {});
    const bool was_read = std::get<QueuedItem>(read).data.find("SIGSEGV") != std::string::npos;
    CHECK(was_read == (name != "unread-"));
    CHECK(home.left() == std::vector<std::string>{"queued"});
}

TEST_CASE("Of a tool that crashes over and over no more than the limit waits") {
    Home home;
    home.source.most_waiting = 3;
    for (int i = 0; i < 10; ++i) {
        home.leave("crash_173633969612" + std::to_string(i) + "_00000000.json");
    }

    take_crashes(home.queue, home.source);
    take_crashes(home.queue, home.source);
    CHECK(home.pending().size() == 3);

    home.queue.finish(home.pending());
    take_crashes(home.queue, home.source);
    CHECK(home.pending().size() == 3);
    CHECK(home.queue.names(ItemState::synced).size() == 3);
}

TEST_CASE("Links, pipes and folders with a record's name hold nothing up") {
    Home home;
    std::filesystem::create_symlink("/etc/passwd",
                                    home.source.folder + "/crash_1736339696001_00000000.json");
    REQUIRE(::mkfifo((home.source.folder + "/crash_1736339696002_00000000.json").c_str(), 0600) ==
            0);
    std::filesystem::create_directory(home.source.folder + "/crash_1736339696003_00000000.json");
    home.leave("crash_17363396961230000000_1.json");
    home.leave("crash_.json");
    home.leave(first);

    take_crashes(home.queue, home.source);

    CHECK(home.pending().size() == 4);
    const auto read = home.queue.read(ItemState::pending, home.pending().front(), {});
    CHECK(std::get<QueuedItem>(read).data.find("root") == std::string::npos);
}

TEST_CASE("Where nothing has crashed nothing is made") {
    Home home;
    std::filesystem::remove(home.source.folder);
    take_crashes(home.queue, home.source);
    CHECK_FALSE(std::filesystem::exists(home.source.folder));
    CHECK(home.pending().empty());
}
