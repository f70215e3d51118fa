#include "serve/store/checkpointer.hpp"
#include "serve/store/sqlite_store.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <chrono>
#include <string>
#include <thread>

using namespace ecg::serve;
using namespace ecg::test;

namespace {

/// A writer that leaves checkpoints, and how many pages of its rows the database has without its
/// log.
struct Writer {
    Writer() {
        database.run_script("CREATE TABLE rows (one BLOB)");
        database.leave_checkpoints();
    }

    void write_pages(int count) {
        for (int i = 0; i < count; ++i) {
            database.run("INSERT INTO rows VALUES (zeroblob(4000))");
        }
    }

    const TemporaryFolder folder;
    const std::string path = folder.path("ecg.db");
    Database database = open_for_writing(path);
};

} // namespace

TEST_CASE("Commits leave the log as long as it gets") {
    Writer writer;

    writer.write_pages(1200); // SQLite itself would copy it at a thousand

    CHECK(writer.database.log_pages() > 1200);
}

TEST_CASE(
    "A log that has become long is copied on another thread, and the next commit begins it anew") {
    Writer writer;
    Checkpointer checkpointer{open_for_writing(writer.path), {.every = 50, .longest = 1'000'000}};
    writer.write_pages(100);
    const int longest = writer.database.log_pages();

    checkpointer.note(longest);

    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    while (writer.database.log_pages() >= longest && std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
        writer.write_pages(1);
        checkpointer.note(writer.database.log_pages());
    }
    CHECK(writer.database.log_pages() < longest);
}

TEST_CASE("A log that has become too long is copied before the writer goes on") {
    Writer writer;
    Checkpointer checkpointer{open_for_writing(writer.path), {.every = 50, .longest = 100}};
    writer.write_pages(120);

    checkpointer.note(writer.database.log_pages());
    writer.write_pages(1);

    CHECK(writer.database.log_pages() < 20);
    CHECK(writer.database.answer("SELECT count(*) FROM rows") == "121");
}
