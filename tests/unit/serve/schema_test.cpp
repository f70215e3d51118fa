#include "serve/api/schema.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::serve;

namespace {

std::vector<Problem> problems(std::string_view json, const Schema& schema) {
    JsonReader reader{16};
    return problems_of(reader.parse(json, "body"), schema);
}

const Schema person =
    object_of({required("name", text_of(1, 10)), optional("age", integer_of(0, 150)),
               optional("tags", list_of(text_of(1, 5), 0, 2)),
               optional("sex", choice_of({"female", "male"}))});

} // namespace

TEST_CASE("A body that fits has no problem, and further keys are welcome") {
    CHECK(
        problems(R"({"name":"Łucja","age":7,"tags":["a"],"sex":"female","more":{"x":[1]}})", person)
            .empty());
    CHECK(problems(R"({"name":"A","age":null})", person).empty());
}

TEST_CASE("What is missing or of another type is named and is a wrong form") {
    const auto missing = problems(R"({"age":"7","tags":[1]})", person);

    REQUIRE(missing.size() == 3);
    CHECK(missing[0].field == "age");
    CHECK(missing[0].message == "must be a whole number");
    CHECK(missing[1].field == "tags[0]");
    CHECK(missing[2].field == "name");
    CHECK(missing[2].message == "is missing");
    CHECK(missing[2].wrong_form);
    CHECK(problems("[]", person).at(0).message == "must be an object");
    CHECK(problems(R"({"name":null})", person).at(0).message == "must be a text");
}

TEST_CASE("A number out of its range is no wrong form") {
    const auto found = problems(R"({"name":"A","age":151})", person);

    REQUIRE(found.size() == 1);
    CHECK(found[0].message == "must be 0 to 150");
    CHECK_FALSE(found[0].wrong_form);
}

TEST_CASE("Texts are held to their length and their choices, and have no NUL") {
    CHECK(problems(R"({"name":""})", person).at(0).message == "must have 1 to 10 characters");
    CHECK(problems(R"({"name":"äöüäöüäöüä"})", person).empty());
    CHECK(problems(R"({"name":"äöüäöüäöüäö"})", person).size() == 1);
    CHECK(problems(R"({"name":"12345678901"})", person).size() == 1);
    CHECK(problems(R"({"name":"a\u0000b"})", person).at(0).message ==
          "must not hold a NUL character");
    CHECK(problems(R"({"name":"A","sex":"x"})", person).at(0).message ==
          "must be one of female, male");
    CHECK(problems(R"({"name":"A","other":["a\u0000b"]})", person).size() == 1);
}

TEST_CASE("A key twice is refused wherever it stands") {
    CHECK(problems(R"({"name":"A","name":"B"})", person).at(0).message == "stands there twice");
    CHECK(problems(R"({"name":"A","more":{"x":[{"y":1,"y":2}]}})", person).at(0).field ==
          "more.x.y");
}

TEST_CASE("Moments have a zone and are of this age") {
    const Schema schema = object_of({required("at", moment_of())});

    CHECK(problems(R"({"at":"2025-01-08T12:34:56.789Z"})", schema).empty());
    CHECK(problems(R"({"at":"2025-01-08T12:34:56.789123Z"})", schema).empty());
    CHECK(problems(R"({"at":"2025-01-08T12:34:56+14:00"})", schema).empty());
    for (const char* bad :
         {"yesterday", "2025-02-30T00:00:00Z", "1970-01-01T00:00:00Z", "9999-01-01T00:00:00Z",
          "2025-01-08T12:34:56", "2016-12-31T23:59:60Z"}) {
        INFO(bad);
        CHECK(problems(std::string{R"({"at":")"} + bad + "\"}", schema).size() == 1);
    }
}

TEST_CASE("The same description stands in the documentation") {
    std::string out;
    JsonWriter json{out};

    write_schema(json, object_of({required("age", integer_of(0, 150, "years")),
                                  optional("at", moment_of("when"))}));

    CHECK(out == R"({"type":"object","properties":{"age":{"type":"integer","description":"years",)"
                 R"("minimum":0,"maximum":150},"at":{"type":"string","description":"when",)"
                 R"("format":"date-time","minLength":1,"maxLength":40}},"required":["age"]})");
}

TEST_CASE("A key twice is found among many, too") {
    std::string body = R"({"name":"A","age":1)";
    for (int i = 0; i < 40; ++i) {
        body.append(",\"k").append(std::to_string(i)).append("\":0");
    }

    CHECK(problems(body + "}", person).empty());
    for (const char* again : {"k2", "k30", "k39", "age"}) {
        const auto found = problems(body + ",\"" + again + "\":0}", person);
        REQUIRE(found.size() == 1);
        CHECK(found[0].field == again);
    }
}
