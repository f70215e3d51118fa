#include "serve/store/backup.hpp"
#include "serve/store/check_store.hpp"
#include "support/catch.hpp"
#include "support/store_writes.hpp"
#include "support/temporary_folder.hpp"
#include "transfer/crypto.hpp"
#include "transfer/folder_object_store.hpp"

#include <sys/stat.h>

#include <atomic>
#include <thread>

using namespace ecg;
using namespace ecg::serve;
using namespace ecg::test;
using Catch::Contains;

namespace {

std::string object_of(transfer::ObjectStore& objects, const std::string& bytes) {
    const std::string name = transfer::hex(transfer::bytes_of(transfer::sha256(bytes)));
    objects.put(name, bytes);
    return name;
}

void add_report(Store& store, const std::string& object, std::int64_t bytes) {
    const Outcome outcome = write(store, patient("anna"),
                                  AddReport{{0, "anna", "session_a", object, bytes, "", test_now}});
    REQUIRE(outcome.verdict == Verdict::done);
}

bool has_unfinished(const TemporaryFolder& folder) {
    for (const auto& entry : std::filesystem::directory_iterator{folder.path("")}) {
        if (entry.path().string().find(".unfinished.") != std::string::npos) {
            return true;
        }
    }
    return false;
}

} // namespace

TEST_CASE("A backup is whole, in one file, while others write") {
    const TemporaryFolder folder;
    const std::string path = folder.path("ecg.db"), copy = folder.path("copy.db");
    SqliteStore store{store_settings(path)};
    add_two_users(store);
    std::atomic<bool> stop{false};
    std::atomic<std::int64_t> told{0};
    std::thread writer{[&] {
        for (std::int64_t n = 0; !stop; ++n) {
            write(store, patient("anna"),
                  AddSamples{"session_a", {metrics_record(n)}, {waveform_record(n)}});
            told = n + 1;
        }
    }};
    while (told < 20) {
        std::this_thread::yield();
    }
    const std::int64_t before = told;
    back_up(path, copy);
    const std::int64_t after = told + 1;
    stop = true;
    writer.join();

    CHECK_FALSE(has_unfinished(folder));
    CHECK_FALSE(std::filesystem::exists(copy + "-wal"));

    struct stat status {};

    REQUIRE(::stat(copy.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    transfer::FolderObjectStore objects{folder.path("objects")};
    const StoreCheck check = check_store(copy, objects);
    CHECK(check.troubles.empty());
    CHECK(check.metrics >= before);
    CHECK(check.metrics <= after);
    CHECK(check.metrics == check.waveforms);
    SqliteStore restored{store_settings(copy)};
    CHECK(restored.user("anna"));
    CHECK(write(restored, patient("anna"), AddSamples{"session_a", {metrics_record(-1)}, {}})
              .verdict == Verdict::done);
}

TEST_CASE("A backup does not take the place of a file, and none of nothing is made") {
    const TemporaryFolder folder;
    const std::string path = folder.path("ecg.db");
    { SqliteStore store{store_settings(path)}; }
    const std::string taken = folder.file("taken.db", "mine");

    CHECK_THROWS_WITH(back_up(path, taken), Contains("taken.db: File exists"));
    CHECK(folder.bytes("taken.db") == "mine");
    CHECK_THROWS_AS(back_up(folder.path("missing.db"), folder.path("copy.db")), Error);
    CHECK_THROWS_AS(
        back_up(folder.file("garbage.db", std::string(4096, 'x')), folder.path("copy.db")), Error);
    CHECK_THROWS_AS(back_up(path, folder.path("no/such/copy.db")), Error);
    CHECK_FALSE(std::filesystem::exists(folder.path("copy.db")));
    CHECK_FALSE(has_unfinished(folder));
}

TEST_CASE("A sound store has no troubles, and its rows are counted") {
    const TemporaryFolder folder;
    transfer::FolderObjectStore objects{folder.path("objects")};
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_two_users(store);
    write(store, patient("anna"),
          AddSamples{"session_a", {metrics_record(1), metrics_record(2)}, {waveform_record(1)}});
    add_report(store, object_of(objects, "%PDF"), 4);

    const StoreCheck check = check_store(folder.path("ecg.db"), objects);

    CHECK(check.troubles.empty());
    CHECK(check.users == 2);
    CHECK(check.sessions == 2);
    CHECK(check.metrics == 2);
    CHECK(check.waveforms == 1);
    CHECK(check.reports == 1);
}

TEST_CASE("Each thing that is missing or damaged is told") {
    const TemporaryFolder folder;
    const std::string path = folder.path("ecg.db");
    transfer::FolderObjectStore objects{folder.path("objects")};
    SqliteStore store{store_settings(path)};
    add_two_users(store);
    write(store, patient("anna"),
          AddSamples{"session_a", {}, {waveform_record(1), waveform_record(2)}});
    const std::string sound = object_of(objects, "sound"), gone = object_of(objects, "gone"),
                      damaged = object_of(objects, "damaged"), cut = object_of(objects, "cut it");
    for (const auto& [name, bytes] : {std::pair{sound, 5}, {gone, 4}, {damaged, 7}, {cut, 6}}) {
        add_report(store, name, bytes);
    }
    objects.remove(gone);
    const auto file_of = [&folder](const std::string& name) {
        return folder.path("objects/" + name.substr(0, 2) + "/" + name.substr(2, 2) + "/" + name);
    };
    std::ofstream{file_of(damaged)} << "DAMAGED";
    std::filesystem::resize_file(file_of(cut), 3);
    {
        Database database{path, Database::Access::write};
        database.run_script("PRAGMA foreign_keys = OFF; UPDATE waveforms SET packed = "
                            "CAST(substr(packed, 1, 50) || x'00' || substr(packed, 52) AS BLOB) "
                            "WHERE waveform_id = 2; UPDATE reports SET session_number = 99 "
                            "WHERE report_id = 1");
    }

    const StoreCheck check = check_store(path, objects);

    std::string all;
    for (const std::string& trouble : check.troubles) {
        all += trouble + "\n";
    }
    CAPTURE(all);
    CHECK(check.troubles.size() == 5);
    CHECK_THAT(all, Contains("waveform_2: its bytes are not those that were stored"));
    CHECK_THAT(all, Contains("row 1 of reports belongs to one of sessions that is not there"));
    CHECK_THAT(all, Contains("report_2: object " + gone + " is missing"));
    CHECK_THAT(all, Contains("report_3: object " + damaged + " is not what was stored"));
    CHECK_THAT(all, Contains("report_4: object " + cut + " has 3 bytes, not 6"));
    CHECK_THROWS_WITH(store.waveforms({"session_a", {}, {}, 0, 10}), Contains("waveform_2: "));
    CHECK(store.waveforms({"session_a", {}, {}, 0, 1}).size() == 1);
}

TEST_CASE("Damage to the file itself is told") {
    const TemporaryFolder folder;
    const std::string path = folder.path("ecg.db");
    transfer::FolderObjectStore objects{folder.path("objects")};
    {
        SqliteStore store{store_settings(path)};
        add_two_users(store);
        for (int n = 0; n < 30; ++n) {
            write(store, patient("anna"),
                  AddSamples{"session_a", {metrics_record(n)}, {waveform_record(n)}});
        }
    }
    std::string bytes = folder.bytes("ecg.db");
    for (std::size_t page = bytes.size() / 4096 / 2; page < bytes.size() / 4096; page += 5) {
        bytes.replace(page * 4096, 64, 64, '\x5a');
    }
    folder.file("ecg.db", bytes);

    CHECK_FALSE(check_store(path, objects).troubles.empty());
}
