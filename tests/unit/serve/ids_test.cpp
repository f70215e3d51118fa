#include "serve/ids.hpp"
#include "support/catch.hpp"
#include "support/store_writes.hpp"

#include <regex>
#include <set>

using namespace ecg::serve;

TEST_CASE("A user's id is a UUID of version 4, and no two are the same") {
    const std::regex form{"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"};
    std::set<std::string> ids;
    for (int i = 0; i < 1000; ++i) {
        ids.insert(new_user_id());
    }

    CHECK(ids.size() == 1000);
    for (const std::string& id : ids) {
        REQUIRE(std::regex_match(id, form));
    }
}

TEST_CASE("A session's id says when it started, and differs from one of the same second") {
    const std::string one = new_session_id(ecg::test::test_now);

    CHECK(std::regex_match(one, std::regex{"session_20250108_123456_[0-9a-f]{8}"}));
    CHECK(is_session_id(one));
    CHECK_FALSE(is_session_id(one + "0"));
    CHECK_FALSE(is_session_id("session_20250108_123456_89abcdeg"));
    CHECK_FALSE(is_session_id("session_2025010x_123456_89abcdef"));
    CHECK(one != new_session_id(ecg::test::test_now));
}
