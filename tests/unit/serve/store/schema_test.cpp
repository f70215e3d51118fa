#include "serve/store/schema.hpp"
#include "support/catch.hpp"
#include "support/store_writes.hpp"
#include "support/temporary_folder.hpp"

#include <sys/stat.h>

#include <array>
#include <filesystem>

using namespace ecg;
using namespace ecg::serve;
using namespace ecg::test;
using Catch::Contains;

namespace {

void set_version(const std::string& path, int version) {
    Database database{path, Database::Access::write};
    database.run_script("DELETE FROM schema_version; INSERT INTO schema_version VALUES (" +
                        std::to_string(version) + ", 0)");
}

void make_store(const std::string& path) {
    SqliteStore store{store_settings(path)};
    add_two_users(store);
}

} // namespace

TEST_CASE("A fresh database is made with today's schema, for its owner alone") {
    const TemporaryFolder folder;
    const std::string path = folder.path("ecg.db");
    SqliteStore store{store_settings(path)};

    Database database{path, Database::Access::read};
    CHECK(schema_version(database) == migrations().back().version);
    for (const char* const end : {"", "-wal", "-shm"}) {
        struct stat status {};

        REQUIRE(::stat((path + end).c_str(), &status) == 0);
        CHECK((status.st_mode & 0777) == 0600);
    }
}

TEST_CASE("A newer schema is refused, by the store and by migrate") {
    const TemporaryFolder folder;
    const std::string path = folder.path("ecg.db");
    make_store(path);
    set_version(path, 999);

    CHECK_THROWS_WITH(SqliteStore{store_settings(path)},
                      Contains("ecg.db: schema 999 is newer than this program"));
    Database database{path, Database::Access::write};
    CHECK_THROWS_WITH(migrate(database), Contains("999 is newer"));
}

TEST_CASE("An older schema waits for migrate, which goes on from where it was") {
    const TemporaryFolder folder;
    const std::string path = folder.path("ecg.db");
    constexpr std::array steps{Migration{1, "CREATE TABLE a (x)"},
                               Migration{2, "CREATE TABLE b (x)"},
                               Migration{3, "ALTER TABLE a ADD COLUMN y"}};
    Database database{path, Database::Access::create};

    CHECK(migrate(database, std::span{steps}.first(1)) == 0);
    CHECK(schema_version(database) == 1);
    CHECK(migrate(database, steps) == 1);
    CHECK(schema_version(database) == 3);
    CHECK(migrate(database, steps) == 3);
    CHECK(database.answer("SELECT group_concat(version) FROM schema_version") == "1,2,3");
    CHECK(database.answer("SELECT count(*) FROM pragma_table_info('a')") == "2");
}

TEST_CASE("A database that lost its version is refused") {
    const TemporaryFolder folder;
    const std::string path = folder.path("ecg.db");
    make_store(path);
    {
        Database database{path, Database::Access::write};
        database.run_script("DELETE FROM schema_version");
    }

    CHECK_THROWS_WITH(SqliteStore{store_settings(path)},
                      Contains("ecg.db: does not say which schema it has"));
}

TEST_CASE("A step that fails leaves the database as it was") {
    const TemporaryFolder folder;
    constexpr std::array steps{Migration{1, "CREATE TABLE a (x)"},
                               Migration{2, "CREATE TABLE b (x)"},
                               Migration{3, "CREATE TABLE a (again)"}};
    Database database{folder.path("ecg.db"), Database::Access::create};
    migrate(database, std::span{steps}.first(1));

    CHECK_THROWS_AS(migrate(database, steps), DatabaseError);
    CHECK(schema_version(database) == 1);
    CHECK(database.answer("SELECT count(*) FROM sqlite_schema WHERE name = 'b'") == "0");
}

TEST_CASE("What is no database of ours is named and left alone") {
    const TemporaryFolder folder;
    const std::string garbage(5000, 'x');
    const std::string path = folder.file("garbage.db", garbage);
    CHECK_THROWS_WITH(SqliteStore{store_settings(path)}, Contains("garbage.db: "));
    CHECK(folder.bytes("garbage.db") == garbage);

    {
        Database other{folder.path("other.db"), Database::Access::create};
        other.run_script("CREATE TABLE photos (x)");
    }
    CHECK_THROWS_WITH(SqliteStore{store_settings(folder.path("other.db"))},
                      Contains("other.db: is the database of another program"));
    CHECK_THROWS_WITH(SqliteStore{store_settings(folder.path("no/such/folder.db"))},
                      Contains("no/such/folder.db: "));
}

TEST_CASE("A database that is cut short is told, not read as if it were whole") {
    const TemporaryFolder folder;
    const std::string path = folder.path("ecg.db");
    make_store(path);
    const auto size = std::filesystem::file_size(path);

    for (const std::uintmax_t part : {size / 2, std::uintmax_t{4096}, std::uintmax_t{100}}) {
        CAPTURE(part);
        std::filesystem::copy_file(path, folder.path("cut.db"),
                                   std::filesystem::copy_options::overwrite_existing);
        std::filesystem::resize_file(folder.path("cut.db"), part);
        const auto use = [&folder] {
            SqliteStore store{store_settings(folder.path("cut.db"))};
            store.user("anna");
            const Outcome outcome =
                write(store, patient("anna"), AddSamples{"session_a", {metrics_record(1)}, {}});
            if (outcome.verdict == Verdict::unavailable) {
                throw Error{ErrorKind::data, outcome.reason};
            }
        };
        CHECK_THROWS_WITH(use(), Contains("cut.db: "));
    }
}
