#include "serve/audit/audit_log.hpp"
#include "serve/operate/back_up_server.hpp"
#include "serve/operate/operator_audit.hpp"
#include "serve/operate/server_audit.hpp"
#include "serve/store/sqlite_store.hpp"
#include "support/catch.hpp"
#include "support/store_writes.hpp"
#include "support/temporary_folder.hpp"
#include "transfer/crypto.hpp"
#include "transfer/folder_object_store.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>

using namespace ecg;
using namespace ecg::serve;
using namespace ecg::test;
using Catch::Contains;

namespace {

namespace fs = std::filesystem;

const Clock clock_of_test = [] { return test_now; };

/// A server at work, with a report and lines in both logs.
class Rig {
public:
    Rig() {
        make_server_folder(server);
        add_two_users(*store);
        write(*store, patient("anna"),
              AddSamples{"session_a", {metrics_record(1)}, {waveform_record(1)}});
        objects.put(object, "%PDF-1.4 a page");
        write(*store, patient("anna"),
              AddReport{{0, "anna", "session_a", object, 15, "", test_now}});
        AuditLog::Settings settings;
        settings.folder = server.audit();
        log = std::make_unique<AuditLog>(
            settings, open_key_ring(server.keys(), audit_keys, test_now), clock_of_test);
        AuditEntry entry;
        entry.action = "read_session";
        log->write(entry);
        log->drain();
        OperatorAudit{server, clock_of_test}.note("add_user", "anna", "done");
    }

    [[nodiscard]] BackupSettings settings(bool with_keys = false) const {
        return {folder.path("copy"), with_keys, test_now, nullptr};
    }

    const TemporaryFolder folder;
    const ServerFolder server{server_folder(folder.path(""))};
    const std::string object =
        transfer::hex(transfer::bytes_of(transfer::sha256("%PDF-1.4 a page")));
    const bool made = (make_server_folder(server), true);
    transfer::FolderObjectStore objects{server.objects()};
    std::unique_ptr<SqliteStore> store =
        std::make_unique<SqliteStore>(store_settings(server.database()));
    std::unique_ptr<AuditLog> log;
};

std::size_t count_unfinished(const TemporaryFolder& folder) {
    std::size_t count = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator{folder.path("")}) {
        count += entry.path().string().find(".unfinished.") != std::string::npos ? 1 : 0;
    }
    return count;
}

} // namespace

TEST_CASE("A backup of a server at work holds all of it, and can take its place") {
    Rig rig;

    const Backup backup = back_up_server(rig.server, rig.settings(true));

    CHECK(backup.store.troubles.empty());
    CHECK(backup.store.users == 2);
    CHECK(backup.store.waveforms == 1);
    CHECK(backup.store.reports == 1);
    CHECK(backup.audit_lines == 4); // two openings, one line each
    CHECK(count_unfinished(rig.folder) == 0);
    const ServerFolder copy{rig.folder.path("copy")};
    transfer::FolderObjectStore objects{copy.objects()};
    CHECK(check_store(copy.database(), objects).troubles.empty());
    CHECK(objects.read(rig.object, 0, 100) == "%PDF-1.4 a page");
    for (const AuditState& log : verify_audits(copy, read_audit_keys(copy, test_now))) {
        CHECK_FALSE(log.verdict.broken);
    }
    SqliteStore restored{store_settings(copy.database())};
    CHECK(restored.user("anna"));
    CHECK_THAT(rig.folder.bytes("copy/RESTORE.txt"), Contains("The keys are in it"));
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator{copy.path}) {
        CHECK((entry.status().permissions() & fs::perms{077}) == fs::perms::none);
    }
}

TEST_CASE("A backup has no keys unless they are asked for, and says so") {
    Rig rig;

    back_up_server(rig.server, rig.settings());

    CHECK_FALSE(fs::exists(rig.folder.path("copy/keys")));
    CHECK_THAT(rig.folder.bytes("copy/RESTORE.txt"), Contains("The keys are not in it"));
}

TEST_CASE("What is damaged is copied as it is, and told") {
    Rig rig;
    rig.objects.remove(rig.object);
    std::string log = rig.folder.bytes("server/audit/operator/audit.jsonl");
    log.replace(log.find("add_user"), 8, "add_xxxx");
    rig.folder.file("server/audit/operator/audit.jsonl", log);

    const Backup backup = back_up_server(rig.server, rig.settings());

    REQUIRE(backup.store.troubles.size() == 2);
    CHECK_THAT(backup.store.troubles[0], Contains("is missing"));
    CHECK_THAT(backup.store.troubles[1], Contains("audit.jsonl"));
    CHECK(fs::exists(rig.folder.path("copy/ecg.db")));
}

TEST_CASE("A backup takes the place of nothing, and leaves nothing when it fails") {
    Rig rig;
    rig.folder.file("copy", "mine");
    CHECK_THROWS_WITH(back_up_server(rig.server, rig.settings()), Contains("exists already"));
    CHECK(rig.folder.bytes("copy") == "mine");
    fs::remove(rig.folder.path("copy"));

    BackupSettings stopped = rig.settings();
    stopped.progress = [](std::int64_t, std::int64_t) {
        throw Error{ErrorKind::interrupted, "stopped"};
    };
    CHECK_THROWS_WITH(back_up_server(rig.server, stopped), "stopped");
    CHECK_FALSE(fs::exists(rig.folder.path("copy")));
    CHECK(count_unfinished(rig.folder) == 0);

    const ServerFolder empty{rig.folder.path("no server")};
    CHECK_THROWS_WITH(back_up_server(empty, rig.settings()), Contains("No such file"));
    BackupSettings nowhere = rig.settings();
    nowhere.to = rig.folder.path("no/such/copy");
    CHECK_THROWS_AS(back_up_server(rig.server, nowhere), Error);
}

TEST_CASE("What a killed backup left is cleared away, and what another is at work on is not") {
    Rig rig;
    const std::string left = rig.folder.path("copy.unfinished.1"),
                      at_work = rig.folder.path("copy.unfinished.2");
    fs::create_directory(left);
    fs::create_directory(at_work);
    const int lock = ::open(at_work.c_str(), O_RDONLY | O_DIRECTORY);
    REQUIRE(::flock(lock, LOCK_EX) == 0);

    back_up_server(rig.server, rig.settings());

    CHECK_FALSE(fs::exists(left));
    CHECK(fs::exists(at_work));
    ::close(lock);
}
