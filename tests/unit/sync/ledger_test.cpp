#include "common/error.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include "sync/ledger.hpp"

#include <filesystem>

using namespace ecg;
using namespace ecg::sync;

namespace {

struct Kept {
    ecg::test::TemporaryFolder folder;
    std::string path = folder.path("ledger.jsonl");

    [[nodiscard]] std::string bytes() const { return folder.bytes("ledger.jsonl"); }
};

} // namespace

TEST_CASE("What was noted and flushed is known again") {
    const Kept kept;
    {
        Ledger ledger{kept.path};
        ledger.note_session("night", "session_1");
        ledger.note_stored("a.json", "key");
        ledger.note_stored("b.json", "key");
        ledger.note_tries("c.json", {3, 12'345});
        ledger.forget("b.json");
        ledger.flush();
        ledger.note_stored("never flushed.json", "key");
    }
    const Ledger again{kept.path};
    CHECK(again.server_session("night") == "session_1");
    CHECK(again.server_session("day") == "");
    CHECK(again.is_stored("a.json", "key"));
    CHECK_FALSE(again.is_stored("a.json", "that of another file"));
    CHECK_FALSE(again.is_stored("b.json", "key"));
    CHECK_FALSE(again.is_stored("never flushed.json", "key"));
    CHECK(again.tries_of("c.json").count == 3);
    CHECK(again.tries_of("c.json").next_ms == 12'345);
    CHECK(again.damaged() == 0);
}

TEST_CASE("A session has one name at the server, once and for all") {
    const Kept kept;
    Ledger ledger{kept.path};
    ledger.note_session("night", "session_1");
    ledger.note_session("night", "session_2");
    ledger.flush();
    CHECK(ledger.server_session("night") == "session_1");
    CHECK(Ledger{kept.path}.server_session("night") == "session_1");
}

TEST_CASE("A ledger that was cut anywhere keeps its whole lines and takes new ones") {
    const Kept kept;
    {
        Ledger ledger{kept.path};
        ledger.note_stored("a.json", "key");
        ledger.note_session("night", "session_1");
        ledger.flush();
    }
    const std::string whole = kept.bytes();
    const std::size_t first_line = whole.find('\n') + 1;
    for (std::size_t length = 0; length <= whole.size(); ++length) {
        std::filesystem::remove(kept.path);
        kept.folder.file("ledger.jsonl", whole.substr(0, length));
        {
            Ledger cut{kept.path};
            CHECK(cut.is_stored("a.json", "key") == (length + 1 >= first_line));
            CHECK(cut.server_session("night") == (length + 1 >= whole.size() ? "session_1" : ""));
            cut.note_stored("c.json", "key");
            cut.flush();
        }
        const Ledger again{kept.path};
        CHECK(again.is_stored("c.json", "key"));
        CHECK(again.is_stored("a.json", "key") == (length + 1 >= first_line));
        CHECK(again.damaged() == 0);
    }
}

TEST_CASE("A changed letter takes its line and no other") {
    const Kept kept;
    {
        Ledger ledger{kept.path};
        ledger.note_stored("a.json", "key");
        ledger.note_stored("b.json", "key");
        ledger.flush();
    }
    std::string bytes = kept.bytes();
    bytes[bytes.find("a.json")] = 'x';
    kept.folder.file("ledger.jsonl", bytes);
    const Ledger damaged{kept.path};
    CHECK(damaged.damaged() == 1);
    CHECK_FALSE(damaged.is_stored("a.json", "key"));
    CHECK_FALSE(damaged.is_stored("x.json", "key"));
    CHECK(damaged.is_stored("b.json", "key"));
}

TEST_CASE("A ledger that has grown is made anew without what is over") {
    const Kept kept;
    {
        Ledger ledger{kept.path};
        ledger.note_session("night", "session_1");
        for (int i = 0; i < 2000; ++i) {
            const std::string name = std::to_string(i) + ".json";
            ledger.note_stored(name, "key");
            ledger.forget(name);
        }
        ledger.note_tries("last.json", {1, 7});
        ledger.flush();
    }
    CHECK(kept.bytes().size() > 50'000);
    CHECK(Ledger{kept.path}.server_session("night") == "session_1");
    CHECK(kept.bytes().size() < 300);
    CHECK(Ledger{kept.path}.tries_of("last.json").count == 1);
}

TEST_CASE("Something else in the ledger's place is not overwritten") {
    const Kept kept;
    std::filesystem::create_directory(kept.path);
    CHECK_THROWS_AS(Ledger{kept.path}, Error);
}
