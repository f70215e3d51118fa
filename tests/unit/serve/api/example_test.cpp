#include "serve/api/example.hpp"
#include "serve/api/waveform_body.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::serve;

namespace {

std::string example_of(const Schema& schema) {
    std::string text;
    JsonWriter json{text};
    write_example(json, schema);
    return text;
}

} // namespace

TEST_CASE(
    "An example fits its schema, with what is known of names and without what may be left out") {
    const Schema schema =
        object_of({required("full_name", text_of(1, 255)), optional("age", integer_of(0, 150)),
                   optional("note", text_of(0, 9)), required("code", text_of(2, 3)),
                   required("size", number_of(5, 9)), required("when", moment_of()),
                   required("kind", choice_of({"a", "b"})), required("long", text_of(20, 30)),
                   required("tags", list_of(text_of(1, 2), 1, 3)), required("inner", object_of({})),
                   required("heart_rate", anything())});

    const std::string text = example_of(schema);

    CHECK(text == R"({"full_name":"Ada Example","age":54,"code":"tex","size":5,)"
                  R"("when":"2025-01-08T12:34:56Z","kind":"a","long":"textxxxxxxxxxxxxxxxx",)"
                  R"("tags":["te"],"inner":{},"heart_rate":75})");
    JsonReader reader;
    CHECK(problems_of(reader.parse(text, "example"), schema).empty());
}

TEST_CASE("The example of a waveform is one that the server takes") {
    const std::string text = example_of(waveform_body());
    JsonReader reader;

    CHECK(read_waveform(reader.parse(text, "example"), "").problems.empty());
}

TEST_CASE("For people there is a line for each member, and texts stay as they are") {
    const Schema schema = object_of({required("a", choice_of({"x,{}:\"\\"})),
                                     required("b", object_of({required("c", number_of(1, 1))})),
                                     required("d", object_of({}))});

    CHECK(example_text(schema) ==
          "{\n  \"a\": \"x,{}:\\\"\\\\\",\n  \"b\": {\n    \"c\": 1\n  },\n  \"d\": {}\n}");
}
