#include "support/catch.hpp"
#include "support/store_writes.hpp"
#include "support/temporary_folder.hpp"

using namespace ecg::serve;
using namespace ecg::test;

namespace {

const Actor clinician{"clara", Role::clinician};
const Actor nobody{"", Role::patient};

RefreshRecord refresh(const std::string& digest, const std::string& family) {
    return {digest, family, "", test_now, {test_now.microseconds + 1'000'000}};
}

} // namespace

TEST_CASE("An account comes back as it was made") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    UserRecord user = user_record("anna", "ECG-1");
    user.full_name = "Zo\xc3\xab \"O'Hara\" \xf0\x9f\xab\x80";
    user.age = 45;
    user.gender = "Female";
    user.phone = "+1234567890";
    user.extra = R"({"city":"X"})";

    const Outcome outcome = write(store, nobody, AddUser{user});

    REQUIRE(outcome.verdict == Verdict::done);
    CHECK(outcome.id == "anna");
    const auto found = store.user("anna");
    REQUIRE(found);
    CHECK(found->full_name == user.full_name);
    CHECK(found->age == 45);
    CHECK(found->gender == "Female");
    CHECK(found->phone == "+1234567890");
    CHECK(found->address.empty());
    CHECK(found->device_serial == "ECG-1");
    CHECK(found->password_hash == user.password_hash);
    CHECK(found->created_at == test_now);
    CHECK_FALSE(found->last_login);
    CHECK(found->extra == user.extra);
    CHECK_FALSE(store.user("nobody"));
}

TEST_CASE("A device serial has one account") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    write(store, nobody, AddUser{user_record("anna", "ECG-1")});

    CHECK(write(store, nobody, AddUser{user_record("bert", "ECG-1")}).verdict == Verdict::conflict);
    CHECK(write(store, nobody, AddUser{user_record("anna", "ECG-2")}).verdict == Verdict::conflict);
    CHECK(write(store, nobody, AddUser{user_record("bert", "")}).verdict == Verdict::done);
    CHECK(write(store, nobody, AddUser{user_record("cora", "")}).verdict == Verdict::done);
    CHECK(store.users({}).total == 3);

    const auto add = [&store](const std::string& user, const std::string& serial) {
        return write(store, patient(user), AddDevice{user, serial, "", test_now}).verdict;
    };
    CHECK(add("bert", "ECG-1") == Verdict::conflict);
    CHECK(add("bert", "ECG-2") == Verdict::done);
    CHECK(add("bert", "ECG-2") == Verdict::repeated);
    CHECK(add("anna", "ECG-2") == Verdict::conflict);
    CHECK(add("anna", "ECG-3") == Verdict::done);
    CHECK(store.user("bert")->device_serial == "ECG-2");
    CHECK(store.user("anna")->device_serial == "ECG-1");
    CHECK(store.users_called("ECG-3").at(0).id == "anna");
}

TEST_CASE("An identifier finds all whom it may mean") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    UserRecord one = user_record("anna", "ECG-1"), two = user_record("bert", "ECG-2");
    one.full_name = two.full_name = "Anna";
    write(store, nobody, AddUser{one});
    write(store, nobody, AddUser{two});

    CHECK(store.users_called("Anna").size() == 2);
    CHECK(store.users_called("ECG-1").size() == 1);
    CHECK(store.users_called("' OR 1=1 --").empty());
    CHECK(store.users_called("anna").empty());
}

TEST_CASE("Only an admin makes clinicians, changes roles and disables") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_two_users(store);
    UserRecord user = user_record("clara", "");
    user.role = Role::clinician;
    ChangeUser promote{"anna", {}, {}, {}, {}, {}, {}, Role::admin, {}};

    CHECK(write(store, nobody, AddUser{user}).verdict == Verdict::forbidden);
    CHECK(write(store, test_operator, AddUser{user}).verdict == Verdict::done);
    CHECK(store.user("clara")->role == Role::clinician);
    CHECK(write(store, patient("anna"), promote).verdict == Verdict::forbidden);
    CHECK(write(store, patient("bert"), promote).verdict == Verdict::not_found);
    CHECK(write(store, clinician, promote).verdict == Verdict::forbidden);
    CHECK(store.user("anna")->role == Role::patient);
    CHECK(write(store, test_operator, promote).verdict == Verdict::done);
    CHECK(store.user("anna")->role == Role::admin);
    CHECK(store.user("anna")->token_version == 1);
}

TEST_CASE("A change of a user changes what it names") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    UserRecord user = user_record("anna", "ECG-1");
    user.phone = "1";
    user.address = "Old Street";
    write(store, nobody, AddUser{user});

    ChangeUser change;
    change.user_id = "anna";
    change.phone = "";
    change.age = 50;
    CHECK(write(store, patient("anna"), change).verdict == Verdict::done);

    const auto found = store.user("anna");
    CHECK(found->phone.empty());
    CHECK(found->age == 50);
    CHECK(found->address == "Old Street");
    CHECK(found->full_name == user.full_name);
    CHECK(found->token_version == 0);
}

TEST_CASE("A refresh token works once, and its second use ends the family") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_two_users(store);
    const auto rotate = [&store](const std::string& old, const std::string& fresh) {
        return write(store, nobody, RotateRefresh{old, refresh(fresh, ""), test_now});
    };
    CHECK(write(store, nobody, NoteLogin{"anna", test_now, refresh("r1", "f1"), {}, {}}).verdict ==
          Verdict::done);

    const Outcome second = rotate("r1", "r2");
    CHECK(second.verdict == Verdict::done);
    CHECK(second.id == "f1");
    CHECK(second.user_id == "anna");
    CHECK(rotate("r2", "r3").verdict == Verdict::done);
    CHECK(rotate("r1", "r4").verdict == Verdict::token_used);
    CHECK(rotate("r3", "r5").verdict == Verdict::not_found);
    CHECK(rotate("r4", "r6").verdict == Verdict::not_found);
    CHECK(rotate("never", "r7").verdict == Verdict::not_found);
    CHECK(store.user("anna")->last_login == test_now);
}

TEST_CASE("A refresh token that ran out, was logged out or whose password changed is void") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_two_users(store);
    const auto login = [&store](const std::string& digest) {
        write(store, nobody, NoteLogin{"anna", test_now, refresh(digest, "of " + digest), {}, {}});
    };
    const auto rotate = [&store](const std::string& old, Moment now) {
        return write(store, nobody, RotateRefresh{old, refresh("after " + old, ""), now}).verdict;
    };

    login("late");
    CHECK(rotate("late", {test_now.microseconds + 1'000'000}) == Verdict::not_found);

    login("out");
    CHECK(write(store, patient("bert"), EndFamily{"bert", "out", false}).verdict ==
          Verdict::not_found);
    CHECK(write(store, patient("anna"), EndFamily{"anna", "out", false}).verdict == Verdict::done);
    CHECK(rotate("out", test_now) == Verdict::not_found);
    CHECK(store.user("anna")->token_version == 0);

    login("a");
    login("b");
    CHECK(write(store, patient("anna"), EndFamily{"anna", "a", true}).verdict == Verdict::done);
    CHECK(rotate("b", test_now) == Verdict::not_found);
    CHECK(store.user("anna")->token_version == 1);

    login("c");
    CHECK(write(store, patient("bert"), SetPassword{"anna", "h"}).verdict == Verdict::not_found);
    CHECK(write(store, patient("anna"), SetPassword{"anna", "h"}).verdict == Verdict::done);
    CHECK(rotate("c", test_now) == Verdict::not_found);
    CHECK(store.user("anna")->password_hash == "h");
    CHECK(store.user("anna")->token_version == 2);
}

TEST_CASE("A login that a change of the password overtook is refused and changes nothing") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_two_users(store);
    write(store, patient("anna"), SetPassword{"anna", "new"});

    const NoteLogin late{"anna", test_now, refresh("r1", "f1"), "old, hashed again", 0};
    CHECK(write(store, nobody, late).verdict == Verdict::conflict);

    CHECK(store.user("anna")->password_hash == "new");
    CHECK(write(store, nobody, RotateRefresh{"r1", refresh("r2", ""), test_now}).verdict ==
          Verdict::not_found);
}

TEST_CASE("A disabled account logs in no more and writes no more") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_two_users(store);
    ChangeUser disable;
    disable.user_id = "anna";
    disable.disabled = true;
    REQUIRE(write(store, test_operator, disable).verdict == Verdict::done);

    CHECK(write(store, nobody, NoteLogin{"anna", test_now, refresh("r", "f"), {}, {}}).verdict ==
          Verdict::forbidden);
    CHECK(write(store, patient("anna"), AddSamples{"session_a", {metrics_record(1)}, {}}).verdict ==
          Verdict::forbidden);
    CHECK(write(store, patient("anna"), StartSession{session_record("s", "anna")}).verdict ==
          Verdict::forbidden);
    CHECK(store.metrics({"session_a", {}, {}, 0, 10}).empty());
}

TEST_CASE(
    "What voids tokens tells the version that is needed from then on, and so does the store") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_two_users(store);
    CHECK(store.credentials({}).versions.empty());

    const Outcome password = write(store, test_operator, SetPassword{"anna", "$2b$04$other"});
    const Outcome disabled =
        write(store, test_operator, ChangeUser{.user_id = "anna", .disabled = true});

    CHECK(password.token_version == 1);
    CHECK(disabled.token_version == 2);
    const Credentials all = store.credentials({});
    REQUIRE(all.versions.size() == 1);
    CHECK(all.versions[0].user_id == "anna");
    CHECK(all.versions[0].version == 2);
}

TEST_CASE("A family that ended is told as long as one of its tokens is young enough") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_two_users(store);
    NoteLogin login;
    login.user_id = "anna";
    login.at = test_now;
    login.refresh = {"digest", "family", "anna", test_now, {test_now.microseconds + 1'000'000}};
    write(store, patient("anna"), login);
    CHECK(store.credentials(test_now).ended_families.empty());

    write(store, patient("anna"), EndFamily{"anna", "digest", false});

    CHECK(store.credentials(test_now).ended_families == std::vector<std::string>{"family"});
    CHECK(store.credentials({test_now.microseconds + 1}).ended_families.empty());
}

TEST_CASE("Keys of programs are made and ended by an admin, one a label") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_two_users(store);

    CHECK(write(store, patient("anna"), AddApiKey{"anna", "d0", "mine", test_now}).verdict ==
          Verdict::forbidden);
    CHECK(write(store, test_operator, AddApiKey{"nobody", "d0", "x", test_now}).verdict ==
          Verdict::not_found);
    CHECK(write(store, test_operator, AddApiKey{"anna", "d1", "ward 3", test_now}).verdict ==
          Verdict::done);
    CHECK(write(store, test_operator, AddApiKey{"anna", "d2", "ward 3", test_now}).verdict ==
          Verdict::conflict);

    const auto keys = store.credentials({}).api_keys;
    REQUIRE(keys.size() == 1);
    CHECK(keys[0].digest == "d1");
    CHECK(keys[0].user_id == "anna");
    CHECK(keys[0].role == Role::patient);

    CHECK(write(store, test_operator, EndApiKey{"anna", "ward 4"}).verdict == Verdict::not_found);
    CHECK(write(store, test_operator, EndApiKey{"anna", "ward 3"}).verdict == Verdict::done);
    CHECK(store.credentials({}).api_keys.empty());
    CHECK(write(store, test_operator, AddApiKey{"anna", "d2", "ward 3", test_now}).verdict ==
          Verdict::done);
    write(store, test_operator, ChangeUser{.user_id = "anna", .disabled = true});
    CHECK(store.credentials({}).api_keys.empty());
}

TEST_CASE("No name is another's serial and no serial another's name: both could log in no more") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_two_users(store);
    UserRecord carl = user_record("carl", "serial of carl");

    carl.full_name = "serial of anna";
    CHECK(write(store, patient("carl"), AddUser{carl}).verdict == Verdict::conflict);
    carl.full_name = "Carl";
    carl.device_serial = "Name of anna";
    CHECK(write(store, patient("carl"), AddUser{carl}).verdict == Verdict::conflict);
    carl.device_serial = "Carl";
    CHECK(write(store, patient("carl"), AddUser{carl}).verdict == Verdict::done);

    ChangeUser rename{.user_id = "carl", .full_name = "serial of bert"};
    CHECK(write(store, patient("carl"), rename).verdict == Verdict::conflict);
    CHECK(write(store, patient("carl"), AddDevice{"carl", "Name of bert", "", test_now}).verdict ==
          Verdict::conflict);
    CHECK(store.users_called("Carl").size() == 1);
}
