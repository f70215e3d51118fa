#include "serve/http/message.hpp"
#include "support/catch.hpp"

using namespace ecg::serve;

TEST_CASE("Headers are found whatever their case, and the first of two is taken") {
    const Headers headers{{"Content-Type", "application/json"}, {"content-type", "text/plain"}};

    CHECK(find_header(headers, "CONTENT-TYPE") == "application/json");
    CHECK_FALSE(find_header(headers, "Content"));
}

TEST_CASE("Percent escapes become the bytes they stand for") {
    CHECK(percent_decoded("a%20b%2Fc") == "a b/c");
    CHECK(percent_decoded("%C5%81") == "Ł");
    CHECK(percent_decoded("a+b") == "a+b");
}

TEST_CASE("Escapes that are cut, no hex, a NUL or no UTF-8 are refused") {
    CHECK_FALSE(percent_decoded("%"));
    CHECK_FALSE(percent_decoded("%4"));
    CHECK_FALSE(percent_decoded("%zz"));
    CHECK_FALSE(percent_decoded("%00"));
    CHECK_FALSE(percent_decoded("%C5"));
}

TEST_CASE("A query's values are found by name and decoded") {
    const std::string_view query = "limit=50&from=2025-01-08T12%3A30&name=a+b&flag&limit=9";

    CHECK(query_value(query, "limit") == "50");
    CHECK(query_value(query, "from") == "2025-01-08T12:30");
    CHECK(query_value(query, "name") == "a b");
    CHECK(query_value(query, "flag") == "");
    CHECK_FALSE(query_value(query, "offset"));
    CHECK_FALSE(query_value("limit=%zz", "limit"));
}

TEST_CASE("What a query names is there, even when it cannot be decoded") {
    CHECK(has_query("limit=5&from=%zz", "from"));
    CHECK_FALSE(query_value("limit=5&from=%zz", "from"));
    CHECK(has_query("from", "from"));
    CHECK_FALSE(has_query("from_here=1", "from"));
    CHECK_FALSE(has_query("", "from"));
}
