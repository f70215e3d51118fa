#include "acquire/session/session_file_name.hpp"
#include "common/error.hpp"
#include "support/catch.hpp"

using namespace ecg;
using acquire::numbered_name;
using acquire::safe_in_file_name;
using acquire::session_file_name;

namespace {

const UtcTime moment = *parse_utc("2025-01-08T02:34:56.789Z");

} // namespace

TEST_CASE("A pattern's time is UTC, to the second") {
    CHECK(session_file_name("%Y/%m/%F_%H%M%S.jsonl", "", moment, 0) ==
          "2025/01/2025-01-08_023456.jsonl");
    CHECK(session_file_name("%y%j-100%%.jsonl", "", moment, 0) == "25008-100%.jsonl");
}

TEST_CASE("Names that would be the same get a number before the extension") {
    CHECK(session_file_name("out/night.jsonl", "", moment, 0) == "out/night.jsonl");
    CHECK(session_file_name("out/night.jsonl", "", moment, 1) == "out/night-1.jsonl");
    CHECK(numbered_name("out.d/night", 2) == "out.d/night-2");
    CHECK(numbered_name(".night", 2) == ".night-2");
}

TEST_CASE("A pattern that counts does so from 1") {
    CHECK(session_file_name("{n}-night.jsonl", "", moment, 0) == "1-night.jsonl");
    CHECK(session_file_name("{n}-night.jsonl", "", moment, 4) == "5-night.jsonl");
}

TEST_CASE("A user's name leads into no other folder and hides no file") {
    CHECK(session_file_name("{user}.jsonl", "asha.k", moment, 0) == "asha.k.jsonl");
    CHECK(safe_in_file_name("../../etc/passwd") == "_._.._etc_passwd");
    CHECK(safe_in_file_name("-rf $HOME") == "_rf__HOME");
    CHECK(safe_in_file_name("a\nb\0c") == "a_b");
    CHECK(safe_in_file_name("") == "unknown");
}

TEST_CASE("A long name is cut between two characters") {
    const std::string name(63, 'x');

    CHECK(safe_in_file_name(name + "\u0905") == name);
    CHECK(safe_in_file_name("\u0906\u0936\u093e") == "\u0906\u0936\u093e");
}

TEST_CASE("What a pattern does not know is refused, not written") {
    for (const char* pattern : {"%Q.jsonl", "night%", "{usr}.jsonl", "{n", "", "out/"}) {
        INFO(pattern);
        CHECK_THROWS_AS(session_file_name(pattern, "", moment, 0), Error);
    }
}
