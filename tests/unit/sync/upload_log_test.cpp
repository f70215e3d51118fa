#include "common/error.hpp"
#include "common/json_reader.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include "sync/queue_files.hpp"
#include "sync/upload_entry.hpp"
#include "sync/upload_log.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace ecg;
using namespace ecg::sync;

namespace {

namespace fs = std::filesystem;

constexpr UtcTime noon{1'736'337'600'000};

/// A log, and ledgers to fill it from.
struct Place {
    ecg::test::TemporaryFolder folder;
    std::vector<std::string> told;

    Place() { fs::create_directory(folder.path("state")); }

    UploadLog log(std::size_t largest = 1'000'000, std::size_t kept = 20) {
        UploadLogSettings settings;
        settings.folder = folder.path("reports");
        settings.state_folder = folder.path("state");
        settings.largest = largest;
        settings.kept = kept;
        settings.tell = [this](const std::string& what) { told.push_back(what); };
        return UploadLog{std::move(settings)};
    }

    [[nodiscard]] Ledger ledger(const std::string& name = "ledger.jsonl") const {
        return Ledger{folder.path("state/" + name)};
    }

    [[nodiscard]] std::string own() const { return folder.path("reports/upload_log.json"); }

    void write(const std::string& bytes) const {
        fs::create_directories(folder.path("reports"));
        std::ofstream{own()} << bytes;
    }

    /// local_path of each entry of a file, which is a JSON list.
    [[nodiscard]] std::vector<std::string> paths_in(const std::string& name) const {
        const std::string bytes = folder.bytes("reports/" + name);
        JsonReader reader;
        std::vector<std::string> paths;
        const JsonValue list = reader.parse(bytes, name);
        REQUIRE(list.kind() == JsonKind::array);
        list.each_element(
            [&](const JsonValue& one) { paths.push_back(*one.text_at("local_path")); });
        return paths;
    }

    /// Those of all files and ledgers.
    std::vector<std::string> all_paths() {
        std::vector<std::string> paths;
        const auto troubles =
            log().each([&](const JsonValue& one) { paths.push_back(*one.text_at("local_path")); });
        CHECK(troubles.empty());
        return paths;
    }

    [[nodiscard]] std::vector<std::string> names() const {
        return names_in(folder.path("reports"));
    }
};

std::string entry(const std::string& path, bool was_there = false) {
    const Upload upload{
        "s3",   "archive", "ecg/" + path, {"https://s3.example/ecg/" + path, "ecg", ""},
        "abcd", 7,         was_there};
    return upload_entry(upload, {path, "report_1", "report", path}, noon);
}

using Strings = std::vector<std::string>;

} // namespace

TEST_CASE("An entry has the keys of the original app, and an id that stays the same") {
    const Upload upload{"azure",
                        "clinic",
                        "ecg-reports/2025/01/08/ab.pdf",
                        {"https://blobs.example/c/ecg-reports/2025/01/08/ab.pdf", "c", ""},
                        std::string(64, 'a'),
                        1234,
                        true};
    const std::string text =
        upload_entry(upload, {"/home/ecg/reports/night.pdf", "report_1", "report", "m"}, noon);
    JsonReader reader;
    const JsonValue json = reader.parse(text, "entry");
    CHECK(json.text_at("local_path") == "/home/ecg/reports/night.pdf");
    CHECK(json.text_at("uploaded_at") == "2025-01-08T12:00:00.000Z");
    CHECK(json.text_at("service") == "azure");
    CHECK(json.find("result")->json() ==
          R"({"status":"success","service":"azure","target":"clinic",)"
          R"("url":"https://blobs.example/c/ecg-reports/2025/01/08/ab.pdf",)"
          R"("key":"ecg-reports/2025/01/08/ab.pdf","blob_name":"ecg-reports/2025/01/08/ab.pdf",)"
          R"("container":"c","size":1234,"sha256":")" +
              std::string(64, 'a') + R"(","there_already":true})");
    CHECK(json.find("metadata")->json() ==
          R"({"filename":"night.pdf","uploaded_at":"2025-01-08T12:00:00.000Z","file_size":1234,)"
          R"("file_type":".pdf","item":"report_1","type":"report"})");
    const std::string id = *json.text_at("id");
    CHECK(id.starts_with(object_mark(upload)));
    CHECK(entry_ids(text) == std::set<std::string>{id});
    const std::string later =
        upload_entry(upload, {"/elsewhere", "report_1", "report", "m"}, UtcTime{});
    CHECK(entry_ids(later) == std::set<std::string>{id});
    const std::string other = upload_entry(upload, {"/elsewhere", "", "", "n"}, noon);
    CHECK(*entry_ids(other).begin() != id);
    CHECK(entry_ids(other).begin()->substr(0, 32) == id.substr(0, 32));
}

TEST_CASE("Ids are found however a list is laid out, and digests are none") {
    const std::string id(32, 'b');
    CHECK(entry_ids("[ {\n  \"id\" : \"" + id + "-01234567\" }, \"" + std::string(64, 'c') +
                    "\", \"" + id + "-0123456x\", \"" + id) ==
          std::set<std::string>{id + "-01234567"});
    CHECK(entry_ids("").empty());
    CHECK(entry_ids("\"").empty());
}

TEST_CASE("What ledgers know goes into the log once, and out of them") {
    Place place;
    UploadLog log = place.log();
    Ledger ledger = place.ledger();
    ledger.note_stored("p.json", "key", entry("a"));
    ledger.note_upload(entry("b"));
    ledger.flush();

    CHECK(log.take(ledger).empty());

    CHECK(place.paths_in("upload_log.json") == Strings{"a", "b"});
    CHECK(ledger.uploads().empty());
    const Ledger again = place.ledger();
    CHECK(again.uploads().empty());
    CHECK(again.is_stored("p.json", "key"));
    CHECK_FALSE(again.may_be_logged());

    struct stat status {};

    REQUIRE(::stat(place.own().c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    ledger.note_upload(entry("c"));
    CHECK(log.take(ledger).empty());
    CHECK(place.paths_in("upload_log.json") == Strings{"a", "b", "c"});
    CHECK(place.names() == Strings{"upload_log.json"});
}

TEST_CASE("A program that was killed between ledger and log leaves each entry once") {
    Place place;
    const std::string path = place.folder.path("state/ledger.jsonl"),
                      copy = place.folder.path("copy");
    Ledger ledger = place.ledger();
    ledger.note_stored("p.json", "key", entry("a"));
    ledger.note_stored("q.json", "key", entry("b"));
    ledger.flush();
    CHECK(place.all_paths() == Strings{"a", "b"}); // killed here
    ledger.begin_logging();
    fs::copy_file(path, copy);
    CHECK(place.log().take(ledger).empty());
    fs::copy_file(copy, path, fs::copy_options::overwrite_existing); // or here
    CHECK(place.all_paths() == Strings{"a", "b"});

    SECTION("and the next run goes on") {}
    SECTION("and others put the list aside meanwhile") {
        Ledger others = place.ledger("ledger-s3.jsonl");
        others.note_upload(entry("c"));
        others.note_upload(entry("d"));
        CHECK(place.log(600).take(others).empty());
        CHECK(place.names().size() > 2);
    }
    Ledger again = place.ledger();
    CHECK(again.may_be_logged());
    CHECK(again.uploads().size() == 2);
    CHECK(place.log().take(again).empty());
    const Strings all = place.all_paths();
    CHECK(std::count(all.begin(), all.end(), "a") == 1);
    CHECK(std::count(all.begin(), all.end(), "b") == 1);
    CHECK(place.ledger().uploads().empty());
}

TEST_CASE("A ledger that is made anew keeps what the log does not have yet") {
    const Place place;
    {
        Ledger ledger = place.ledger();
        ledger.note_stored("p.json", "key", entry("a"));
        ledger.forget("p.json");
        ledger.note_upload(entry("b"));
        ledger.begin_logging();
    }
    std::ofstream{place.folder.path("state/ledger.jsonl"), std::ios::app} << R"({"stored":"cu)";
    CHECK(place.ledger().damaged() == 1);
    const Ledger again = place.ledger();
    CHECK(again.damaged() == 0);
    CHECK(again.uploads() == Strings{entry("a"), entry("b")});
    CHECK(again.may_be_logged());
}

TEST_CASE("The list is put aside when it has grown, and no entry is lost") {
    Place place;
    UploadLog log = place.log(4 * entry("0000").size(), 100);
    Strings all;
    for (int i = 1000; i < 1030; ++i) {
        all.push_back(std::to_string(i));
        Ledger ledger = place.ledger();
        ledger.note_upload(entry(all.back()));
        CHECK(log.take(ledger).empty());
        for (const std::string& name : place.names()) {
            CHECK_FALSE(place.paths_in(name).empty());
        }
    }
    CHECK(place.all_paths() == all);
    CHECK(place.names().size() == 10);
    CHECK(place.names().front() == "upload_log-000001.json");
    CHECK(place.paths_in("upload_log-000001.json") == Strings{"1000", "1001", "1002"});

    SECTION("also when many come at once") {
        Ledger ledger = place.ledger();
        for (int i = 1030; i < 1100; ++i) {
            all.push_back(std::to_string(i));
            ledger.note_upload(entry(all.back()));
        }
        CHECK(log.take(ledger).empty());
        CHECK(place.all_paths() == all);
        CHECK(place.paths_in("upload_log.json").size() <= 3);
    }
    SECTION("and the last ones of those put aside are kept") {
        Ledger ledger = place.ledger();
        ledger.note_upload(entry("2000"));
        CHECK(place.log(1, 2).take(ledger).empty());
        CHECK(place.names() ==
              Strings{"upload_log-000009.json", "upload_log-000010.json", "upload_log.json"});
        CHECK(place.paths_in("upload_log.json") == Strings{"2000"});
        CHECK(place.paths_in("upload_log-000010.json") == Strings{"1027", "1028", "1029"});
    }
    SECTION("nor twice, where a program was killed once it had put it aside") {
        fs::create_hard_link(place.own(), place.folder.path("reports/upload_log-000010.json"));
        CHECK(place.all_paths() == all);
        Ledger ledger = place.ledger();
        ledger.note_upload(entry("2000"));
        CHECK(place.log().take(ledger).empty());
        all.emplace_back("2000");
        CHECK(place.all_paths() == all);
        CHECK(place.names().size() == 11);
    }
}

TEST_CASE("The list of the original app is appended to, and stays as it is") {
    Place place;
    const std::string before =
        "[\n  {\n    \"local_path\": \"reports/old.pdf\",\n    \"x\": [1.50, "
        "\"\\u00e9\"]\n  }";
    place.write(before + "\n]");
    fs::permissions(place.own(), fs::perms{0644});
    Ledger ledger = place.ledger();
    ledger.note_upload(entry("a"));
    CHECK(place.log().take(ledger).empty());
    CHECK(place.paths_in("upload_log.json") == Strings{"reports/old.pdf", "a"});
    CHECK(place.folder.bytes("reports/upload_log.json") == before + ",\n" + entry("a") + "\n]\n");
    CHECK(fs::status(place.own()).permissions() == fs::perms{0644});
    CHECK(place.told.empty());
}

TEST_CASE("An empty list, an empty file and blanks are lists without entries") {
    for (const char* text : {"[]", " [ ]\n", "", "\n \n"}) {
        Place place;
        place.write(text);
        Ledger ledger = place.ledger();
        ledger.note_upload(entry("a"));
        CHECK(place.log().take(ledger).empty());
        CHECK(place.folder.bytes("reports/upload_log.json") == "[\n" + entry("a") + "\n]\n");
        CHECK(place.told.empty());
    }
}

TEST_CASE("What is no list is set aside under another name, told once, and never lost") {
    for (const std::string& text :
         Strings{R"([{"local_path":"a"},{"loc)", R"({"local_path":"a"})", std::string(2, '\0')}) {
        Place place;
        place.write(text);
        Ledger ledger = place.ledger();
        ledger.note_upload(entry("a"));
        CHECK(place.log().take(ledger).empty());
        CHECK(place.folder.bytes("reports/upload_log-damaged-1.json") == text);
        CHECK(place.paths_in("upload_log.json") == Strings{"a"});
        REQUIRE(place.told.size() == 1);
        CHECK(place.told.front().starts_with(place.own() + ":"));
        CHECK(place.told.front().ends_with("; it is kept as upload_log-damaged-1.json"));
        place.write("[");
        ledger.note_upload(entry("b"));
        CHECK(place.log().take(ledger).empty());
        CHECK(place.folder.bytes("reports/upload_log-damaged-2.json") == "[");
        CHECK(place.folder.bytes("reports/upload_log-damaged-1.json") == text);
    }
}

TEST_CASE("A log that cannot be written is told once, and made up for") {
    Place place;
    place.folder.file("reports", "no folder");
    UploadLog log = place.log();
    Ledger ledger = place.ledger();
    ledger.note_upload(entry("a"));
    ledger.flush();
    CHECK_FALSE(log.take(ledger).empty());
    ledger.note_upload(entry("b"));
    CHECK(log.take(ledger).empty());
    CHECK(ledger.uploads().size() == 2);

    fs::remove(place.folder.path("reports"));
    SECTION("by the ledger") {}
    SECTION("without it, as when it could not be written either") {
        fs::remove(place.folder.path("state/ledger.jsonl"));
    }
    Ledger again = place.ledger();
    CHECK(log.take(again).empty());
    Strings all = place.paths_in("upload_log.json");
    std::sort(all.begin(), all.end());
    CHECK(all == Strings{"a", "b"});
    CHECK(place.ledger().uploads().empty());
}

TEST_CASE("A link in the place of the log is not followed") {
    Place place;
    fs::create_directory(place.folder.path("reports"));
    fs::create_symlink(place.folder.file("other", "[]"), place.own());
    Ledger ledger = place.ledger();
    ledger.note_upload(entry("a"));
    CHECK(place.log().take(ledger) == place.own() + ": is no regular file");
    CHECK(place.folder.bytes("other") == "[]");
    CHECK(ledger.uploads().size() == 1);
}

TEST_CASE("Uploads past the queue are noted at once, and one that was there already once") {
    Place place;
    UploadLog log = place.log();
    log.note(entry("a"), false);
    CHECK(place.all_paths() == Strings{"a"}); // killed here, it is known
    log.note(entry("a", true), true);
    log.note(entry("b", true), true);
    CHECK(place.all_paths() == Strings{"a", "b"});
    log.take_notes();
    CHECK(place.paths_in("upload_log.json") == Strings{"a", "b"});
    CHECK_FALSE(fs::exists(place.folder.path("state/upload_log.jsonl")));
    log.take_notes();
    UploadLog next = place.log();
    next.note(entry("b", true), true);
    next.take_notes();
    CHECK(place.all_paths() == Strings{"a", "b"});
    next.note(entry("c"), false); // and what another left is taken along
    Ledger ledger = place.ledger();
    CHECK(log.take(ledger).empty());
    CHECK(place.paths_in("upload_log.json") == Strings{"a", "b", "c"});
}

TEST_CASE("Ten that write at the same time lose nothing and write nothing twice") {
    Place place;
    constexpr int writers = 10, each = 20;
    std::vector<std::thread> threads;
    for (int writer = 0; writer < writers; ++writer) {
        threads.emplace_back([&place, writer] {
            UploadLogSettings settings; // as a program of its own has them
            settings.folder = place.folder.path("reports");
            settings.state_folder = place.folder.path("state");
            settings.largest = 8'000;
            UploadLog log{std::move(settings)};
            Ledger ledger = place.ledger("ledger-" + std::to_string(writer) + ".jsonl");
            for (int i = 0; i < each; ++i) {
                const std::string path = std::to_string(writer) + '/' + std::to_string(i);
                if (writer % 2 == 0) {
                    ledger.note_upload(entry(path));
                    log.take(ledger);
                } else {
                    log.note(entry(path), i % 3 == 0);
                    log.take_notes();
                }
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    const Strings all = place.all_paths();
    CHECK(all.size() == writers * each);
    CHECK(std::set<std::string>{all.begin(), all.end()}.size() == writers * each);
}

TEST_CASE("Entries wait for company as long as they may, but not when they are many") {
    Place place;
    std::chrono::milliseconds now{0};
    UploadLogSettings settings;
    settings.folder = place.folder.path("reports");
    settings.state_folder = place.folder.path("state");
    settings.at_once = 3;
    settings.patience = std::chrono::minutes{1};
    settings.elapsed = [&now] { return now; };
    UploadLog log{std::move(settings)};
    Ledger ledger = place.ledger();
    ledger.note_upload(entry("a"));
    ledger.flush();
    CHECK(log.take_if_due(ledger).empty());
    CHECK_FALSE(fs::exists(place.own()));
    CHECK(place.all_paths() == Strings{"a"});
    now = std::chrono::minutes{1};
    CHECK(log.take_if_due(ledger).empty());
    CHECK(place.paths_in("upload_log.json") == Strings{"a"});
    ledger.note_upload(entry("b"));
    ledger.note_upload(entry("c"));
    CHECK(log.take_if_due(ledger).empty());
    CHECK(place.paths_in("upload_log.json") == Strings{"a"});
    ledger.note_upload(entry("d"));
    CHECK(log.is_full(ledger.uploads().size()));
    CHECK(log.take_if_due(ledger).empty());
    CHECK(place.paths_in("upload_log.json") == Strings{"a", "b", "c", "d"});
}
