#include "serve/auth/bcrypt.hpp"
#include "serve/operate/operator_accounts.hpp"
#include "serve/operate/server_audit.hpp"
#include "serve/store/readings.hpp"
#include "serve/store/sqlite_store.hpp"
#include "support/catch.hpp"
#include "support/store_writes.hpp"
#include "support/temporary_folder.hpp"

#include <sys/stat.h>

#include <atomic>
#include <thread>

using namespace ecg;
using namespace ecg::serve;
using namespace ecg::test;
using Catch::Contains;

namespace {

const Clock clock_of_test = [] { return test_now; };
constexpr int low_cost = least_bcrypt_cost;
const std::string good_password = "walks over seven bridges";

OperatorAccounts accounts_in(const TemporaryFolder& folder) {
    return {server_folder(folder.path("")), clock_of_test, low_cost};
}

std::string audit_text(const TemporaryFolder& folder) {
    return folder.bytes("server/audit/operator/audit.jsonl");
}

std::string account_count(const TemporaryFolder& folder) {
    Database database{folder.path("server/ecg.db"), Database::Access::read};
    return database.answer("SELECT count(*) FROM users");
}

mode_t mode_of(const std::string& path) {
    struct stat status {};

    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 0777;
}

} // namespace

TEST_CASE("An account that the operator makes is stored, hashed, and audited without its name") {
    const TemporaryFolder folder;
    OperatorAccounts accounts = accounts_in(folder);

    const std::string id = accounts.add({"Ada Example", Role::clinician, "ECG-1", good_password});

    const UserRecord user = accounts.find(id);
    CHECK(user.full_name == "Ada Example");
    CHECK(user.role == Role::clinician);
    CHECK(user.created_at == test_now);
    CHECK(verify_password(good_password, user.password_hash, low_cost));
    CHECK(accounts.find("ECG-1").id == id);
    CHECK(accounts.find("Ada Example").id == id);
    CHECK_THAT(audit_text(folder), Contains(R"("action":"add_user","whom":")" + id) &&
                                       Contains(R"("role":"operator")") &&
                                       Contains(R"("who":"uid:)") && !Contains("Ada") &&
                                       !Contains("ECG-1"));
    CHECK(mode_of(folder.path("server")) == 0700);
    CHECK(mode_of(folder.path("server/audit")) == 0700);
    CHECK(mode_of(folder.path("server/ecg.db")) == 0600);
}

TEST_CASE("Nobody is left without a login by an account that is called alike") {
    const TemporaryFolder folder;
    OperatorAccounts accounts = accounts_in(folder);
    accounts.add({"Ada Example", Role::clinician, "", good_password});
    accounts.add({"Ben Sample", Role::patient, "ECG-1", good_password});

    CHECK_THROWS_WITH(accounts.add({"Ada Example", Role::patient, "ECG-2", good_password}),
                      Contains("name: an account has it"));
    CHECK_THROWS_WITH(accounts.add({"Ben Sample", Role::patient, "", good_password}),
                      Contains("name: an account has it"));
    CHECK_THROWS_WITH(accounts.add({"ECG-1", Role::patient, "ECG-3", good_password}),
                      Contains("is the serial of a device"));
    CHECK_THROWS_WITH(accounts.add({"Cem Probe", Role::patient, "ECG-1", good_password}),
                      Contains("serial: is that of another account"));
    CHECK_THROWS_WITH(accounts.add({"Cem Probe", Role::patient, "Ada Example", good_password}),
                      Contains("serial: is that of another account"));
    accounts.add({"Ben Sample", Role::patient, "ECG-2", good_password});
    CHECK_THROWS_WITH(accounts.find("Ben Sample"), Contains("several are called so"));
    CHECK_THROWS_WITH(accounts.find("Nobody"), Contains("none has that id"));
    CHECK(account_count(folder) == "3");
}

TEST_CASE("Accounts are listed as they came, and that is audited") {
    const TemporaryFolder folder;
    {
        OperatorAccounts accounts = accounts_in(folder);
        accounts.add({"Ada Example", Role::clinician, "", good_password});
        accounts.add({"Ben Sample", Role::patient, "ECG-1", good_password});
    }

    const auto users = list_accounts(server_folder(folder.path("")), clock_of_test);

    REQUIRE(users.size() == 2);
    CHECK(users[0].full_name == "Ada Example");
    CHECK(users[1].full_name == "Ben Sample");
    CHECK_THAT(audit_text(folder), Contains("list_users"));
    CHECK_THROWS_WITH(list_accounts({folder.path("none")}, clock_of_test),
                      Contains("\"ecg-serve migrate\" makes one"));
}

TEST_CASE("A name, serial or password that is none is refused, and nothing is stored") {
    const TemporaryFolder folder;
    OperatorAccounts accounts = accounts_in(folder);
    const auto add = [&](const std::string& name, const std::string& serial,
                         const std::string& password) {
        accounts.add({name, Role::patient, serial, password});
    };

    for (const char* const name : {"", " Ada", "Ada ", "A\nda", "A\xff"}) {
        CHECK_THROWS_WITH(add(name, "", good_password),
                          Contains("name: is not 1 to 255 characters"));
    }
    CHECK_THROWS_WITH(add(std::string(256, 'a'), "", good_password), Contains("name: "));
    CHECK_THROWS_WITH(add("Ada Example", std::string(101, '1'), good_password),
                      Contains("serial: is not 1 to 100 characters"));
    CHECK_THROWS_WITH(add("Ada Example", "", "short"), Contains("password: has fewer than 8"));
    CHECK_THROWS_WITH(add("Ada Example", "", "adaexample"), Contains("password: is known"));
    CHECK_THROWS_WITH(add("Ada Example", "ECG-00017", "ecg-00017"), Contains("password: is known"));
    CHECK_THROWS_WITH(add("Ada Example", "", "password1!"), Contains("password: is one of those"));
    CHECK(account_count(folder) == "0");

    std::string longest; // as many characters as a client may send, of two bytes each
    for (int i = 0; i < 255; ++i) {
        longest += "ł";
    }
    CHECK_NOTHROW(add(longest, std::string(100, '1'), good_password));
}

TEST_CASE("Disabling and a new password void the tokens of an account") {
    const TemporaryFolder folder;
    OperatorAccounts accounts = accounts_in(folder);
    accounts.add({"Ada Example", Role::clinician, "", good_password});

    const UserRecord before = accounts.find("Ada Example");
    accounts.set_disabled(before, true);
    const UserRecord disabled = accounts.find("Ada Example");
    accounts.set_disabled(before, false);
    accounts.set_password(before, "another set of words");
    const UserRecord after = accounts.find("Ada Example");

    CHECK(disabled.disabled);
    CHECK(disabled.token_version > before.token_version);
    CHECK_FALSE(after.disabled);
    CHECK(after.token_version > disabled.token_version);
    CHECK(verify_password("another set of words", after.password_hash, low_cost));
    CHECK_FALSE(verify_password(good_password, after.password_hash, low_cost));
    CHECK_THROWS_WITH(accounts.set_password(after, "Ada Example"), Contains("password: is known"));
    CHECK_THAT(audit_text(folder),
               Contains("disable_user") && Contains("enable_user") && Contains("reset_password"));
}

TEST_CASE("The operator makes accounts while a server writes, and neither fails") {
    const TemporaryFolder folder;
    const ServerFolder server = server_folder(folder.path(""));
    make_server_folder(server);
    SqliteStore store{store_settings(server.database())};
    add_two_users(store);
    std::atomic<bool> stop{false};
    std::atomic<std::int64_t> stored{0}, failed{0};
    std::thread writer{[&] {
        for (std::int64_t n = 0; !stop; ++n) {
            const Outcome outcome =
                write(store, patient("anna"),
                      AddSamples{"session_a", {metrics_record(n)}, {waveform_record(n)}});
            ++(outcome.verdict == Verdict::done ? stored : failed);
        }
    }};

    OperatorAccounts accounts = accounts_in(folder);
    std::vector<std::string> ids;
    for (int i = 0; i < 20; ++i) {
        const std::string number = std::to_string(i);
        ids.push_back(
            accounts.add({"Person " + number, Role::patient, "S-" + number, good_password}));
    }
    stop = true;
    writer.join();

    CHECK(failed == 0);
    CHECK(stored > 0);
    for (const std::string& id : ids) {
        CHECK(store.user(id));
    }
    Database database{server.database(), Database::Access::read};
    CHECK(database.answer("SELECT count(*) FROM waveforms") == std::to_string(stored));
}

TEST_CASE("The lines about an account are found in both logs, in the order of time") {
    const TemporaryFolder folder;
    const ServerFolder server = server_folder(folder.path(""));
    Moment now = test_now;
    const Clock clock = [&now] { return now; };
    make_server_folder(server);
    const auto write = [&](AuditLog& log, const char* action, const char* who, const char* whom) {
        now.microseconds += 1'000'000;
        AuditEntry entry;
        entry.action = action;
        entry.who = who;
        entry.whom = whom;
        log.write(entry);
        log.drain();
    };
    AuditLog::Settings settings;
    settings.folder = server.audit();
    AuditLog log{settings, open_key_ring(server.keys(), audit_keys, now), clock};
    write(log, "login", "anna", "anna");
    write(log, "login", "bert", "bert");
    now.microseconds += 1'000'000;
    OperatorAudit{server, clock}.note("disable_user", "anna", "done");
    write(log, "read_session", "bert", "anna");

    const auto anna = find_audit_lines(server, {"anna", std::nullopt});
    const auto late = find_audit_lines(server, {"anna", Moment{test_now.microseconds + 3'000'000}});

    REQUIRE(anna.size() == 3);
    CHECK_THAT(anna[0], Contains("login"));
    CHECK_THAT(anna[1], Contains("disable_user"));
    CHECK_THAT(anna[2], Contains("read_session"));
    CHECK(late.size() == 2);
    CHECK(find_audit_lines(server, {}).size() == 6); // and two openings
}

TEST_CASE("Two commands of the operator write one audit log, one after the other") {
    const TemporaryFolder folder;
    const ServerFolder server = server_folder(folder.path(""));
    auto first = std::make_unique<OperatorAudit>(server, clock_of_test);
    first->note("one", "", "done");
    std::thread second{[&] { OperatorAudit{server, clock_of_test}.note("two", "", "done"); }};
    std::this_thread::yield();
    first->note("one more", "", "done");
    first.reset();
    second.join();

    const auto logs = verify_audits(server, read_audit_keys(server, test_now));

    REQUIRE(logs.size() == 1);
    CHECK_FALSE(logs[0].verdict.broken);
    CHECK(logs[0].verdict.last == 5); // two openings, three notes
}
