#include "serve/api/query_check.hpp"
#include "support/catch.hpp"

using namespace ecg::serve;

namespace {

const std::vector<QueryParameter> parameters{{"limit", integer_of(1, 200)},
                                             {"from", moment_of()},
                                             {"kind", choice_of({"metrics", "waveforms"})}};

} // namespace

TEST_CASE("A query's values are those of known names, as they were written") {
    const CheckedQuery query =
        check_query("limit=50&from=2025-01-08T12:00:00%2B01:00&other=x&kind=metrics", parameters);

    CHECK(query.problems.empty());
    CHECK(query.values.size() == 3);
    CHECK(query.values.at("limit") == "50");
    CHECK(query.values.at("from") == "2025-01-08T12:00:00+01:00");
    CHECK(check_query("", parameters).values.empty());
}

TEST_CASE("A value of a query that does not fit is named, and is a wrong form") {
    for (const char* text : {"limit=-1", "limit=0", "limit=1e9", "limit=201", "limit=a",
                             "limit=", "limit=007", "limit=1.5", "from=yesterday", "kind=all"}) {
        INFO(text);
        const CheckedQuery query = check_query(text, parameters);
        REQUIRE(query.problems.size() == 1);
        CHECK(query.problems[0].wrong_form);
        CHECK(std::string{text}.starts_with(query.problems[0].field));
    }
}
