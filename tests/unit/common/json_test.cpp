#include "common/error.hpp"
#include "common/json_reader.hpp"
#include "common/json_writer.hpp"
#include "common/text.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <limits>

using namespace ecg;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

std::string quoted(std::string_view text) {
    std::string out;
    JsonWriter{out}.value(text);
    return out;
}

std::string message_of(std::string_view text) {
    JsonReader reader;
    try {
        reader.parse(text, "x.jsonl:3");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::data);
        return error.what();
    }
    return "";
}

std::string without_blanks(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
    return text;
}

} // namespace

TEST_CASE("commas and colons are set by the writer") {
    std::string out;
    JsonWriter json{out};

    json.begin_object().member("a", 1).member("b", "x").member("c", true);
    json.key("d").begin_array().value(1).null().begin_object().end_object().end_array();
    json.key("e").begin_array().end_array().member("f", std::optional<double>{}, 2);
    json.member("g", std::optional<double>{0.126}, 2).text_unless_empty("h", "");
    json.key("i").number(0.1).key("j").number(missing, 2).key("k").raw("[1]").end_object();

    CHECK(out == R"({"a":1,"b":"x","c":true,"d":[1,null,{}],"e":[],"g":0.13,"i":0.1,"j":null,)"
                 R"("k":[1]})");
}

TEST_CASE("a list of numbers has null for what is missing, at any length") {
    std::string out;
    JsonWriter{out}.numbers(std::vector<double>{0.5, missing, -1, HUGE_VAL}, 4);
    CHECK(out == "[0.5,null,-1,null]");

    std::string empty;
    JsonWriter{empty}.numbers({}, 4);
    CHECK(empty == "[]");

    std::vector<double> many;
    std::string expected = "[";
    for (int i = 0; i < 5000; ++i) {
        many.push_back(i / 8.0);
        append_number(expected, i / 8.0, 3);
        expected.push_back(i == 4999 ? ']' : ',');
    }
    std::string long_list;
    JsonWriter{long_list}.numbers(many, 3);
    CHECK(long_list == expected);
}

TEST_CASE("text is escaped, and what is no UTF-8 is replaced") {
    CHECK(quoted("a\"b\\c\n\t\x01") == "\"a\\\"b\\\\c\\n\\t\\u0001\"");
    CHECK(quoted("\u00b5V \u2192 \U0001F600") == "\"\u00b5V \u2192 \U0001F600\"");
    CHECK(quoted("M\xFCller") == "\"M\\ufffdller\"");
    CHECK(quoted("\xC3") == "\"\\ufffd\"");
    CHECK(quoted("\xC0\x80") == "\"\\ufffd\\ufffd\"");
    CHECK(quoted("\xED\xA0\x80") == "\"\\ufffd\\ufffd\\ufffd\"");
    CHECK(quoted("\xF4\x90\x80\x80") == "\"\\ufffd\\ufffd\\ufffd\\ufffd\"");
    CHECK(quoted("\xE0\x80\x80") == "\"\\ufffd\\ufffd\\ufffd\"");
}

TEST_CASE("any bytes that the writer quotes are read back as text") {
    JsonReader reader;
    for (int lead = 0; lead < 256; ++lead) {
        for (int second = 0; second < 256; second += 5) {
            const std::string bytes{static_cast<char>(lead), static_cast<char>(second), 'x'};
            REQUIRE(reader.parse(quoted(bytes), "text").text());
        }
    }
}

TEST_CASE("members are found by key and kind") {
    JsonReader reader;
    const JsonValue value = reader.parse(
        R"({"n":1.5,"i":7,"big":18446744073709551615,"t":"x","b":true,"z":null})", "x");

    CHECK(value.kind() == JsonKind::object);
    CHECK(value.number_at("n") == 1.5);
    CHECK(value.number_at("i") == 7.0);
    CHECK(value.integer_at("i") == 7);
    CHECK_FALSE(value.integer_at("n"));
    CHECK_FALSE(value.integer_at("big"));
    CHECK(value.text_at("t") == "x");
    CHECK(value.boolean_at("b") == true);
    CHECK(value.find("z")->kind() == JsonKind::null);
    CHECK_FALSE(value.number_at("t"));
    CHECK_FALSE(value.text_at("n"));
    CHECK_FALSE(value.find("none"));
    CHECK_FALSE(value.find("n")->find("x"));
}

TEST_CASE("whole numbers may be written with a point") {
    JsonReader reader;
    CHECK(reader.parse("5000.0", "x").integer() == 5000);
    CHECK(reader.parse("5e3", "x").integer() == 5000);
    CHECK_FALSE(reader.parse("1e300", "x").integer());
}

TEST_CASE("numbers of every kind are appended to what is there, null as NaN") {
    JsonReader reader;
    std::vector<double> numbers{9};

    CHECK(reader.parse("[1,-2,18446744073709551615,0.25,null]", "x").append_numbers(numbers));

    REQUIRE(numbers.size() == 6);
    CHECK(numbers[1] == 1);
    CHECK(numbers[2] == -2);
    CHECK(numbers[3] == 18446744073709551615.0);
    CHECK(numbers[4] == 0.25);
    CHECK(std::isnan(numbers[5]));
    CHECK_FALSE(reader.parse("[1,\"2\"]", "x").append_numbers(numbers));
    CHECK_FALSE(reader.parse("{}", "x").append_numbers(numbers));
}

TEST_CASE("members and elements are visited in order") {
    JsonReader reader;
    std::string seen;
    const JsonValue value = reader.parse(R"({"b":1,"a":[2,3]})", "x");
    value.each_member([&](std::string_view key, const JsonValue& member) {
        seen += key;
        member.each_element([&](const JsonValue& element) { seen += element.json(); });
    });
    CHECK(seen == "ba23");
    CHECK(value.json() == R"({"b":1,"a":[2,3]})");
}

TEST_CASE("a value is given back as it was written, but for the blanks around its parts") {
    JsonReader reader;
    const std::string text = R"({ "a" : [ 179.754486, 1e3 ,1.50,-0 , -0.0, 1E+2, 0.1 ], "b":{},
        "c": [[],{ "d , }" : "\u00b5\/ \" ] " },null , true],"e":18446744073709551615 ,"f":"" })";
    const JsonValue value = reader.parse(text, "x");

    CHECK(value.find("f")->json() == R"("")"); // backwards, too
    CHECK(value.find("e")->json() == "18446744073709551615");
    CHECK(value.find("c")->json() == R"([[],{"d , }":"\u00b5\/ \" ] "},null,true])");
    CHECK(value.find("a")->json() == "[179.754486,1e3,1.50,-0,-0.0,1E+2,0.1]");
    CHECK(value.find("b")->json() == "{}");
    std::string seen;
    value.find("a")->each_element([&](const JsonValue& one) { seen += one.json() + ' '; });
    CHECK(seen == "179.754486 1e3 1.50 -0 -0.0 1E+2 0.1 ");
    value.find("c")->each_element([&](const JsonValue& one) { seen = one.json(); });
    CHECK(seen == "true");
    CHECK(value.json() == R"({"a":[179.754486,1e3,1.50,-0,-0.0,1E+2,0.1],"b":{},)"
                          R"("c":[[],{"d , }":"\u00b5\/ \" ] "},null,true],)"
                          R"("e":18446744073709551615,"f":""})");
}

TEST_CASE("a document that is one number or text is given back as it was written") {
    JsonReader reader;
    for (const char* text : {"1.50", " 1E+2\n", "\"a\\n b\"", "null", "[ ]", "{\n}"}) {
        CAPTURE(text);
        std::string given = reader.parse(text, "x").json();
        CHECK(given ==
              (std::string_view{text}.front() == '"' ? std::string{text} : without_blanks(text)));
    }
    std::string roomy; // read in place, with other bytes behind it
    roomy.reserve(200);
    roomy = "[1.50 ,2 ]";
    CHECK(reader.parse_in_place(roomy, "x").json() == "[1.50,2]");
    CHECK(reader.parse("7", "x").json() == "7");
}

TEST_CASE("what is no JSON is refused with the subject in front") {
    for (const char* wrong : {"{", "nonsense", "[1,]", "{\"a\":NaN}", "[Infinity]", "[-Infinity]",
                              "{\"a\":1}}", "{} {}", "[1e999]", "\"\xFF\"", "[01]", "{'a':1}"}) {
        CAPTURE(wrong);
        CHECK(message_of(wrong) == "x.jsonl:3: is not valid JSON");
    }
    CHECK(message_of("") == "x.jsonl:3: is empty");
    CHECK(message_of("  ") == "x.jsonl:3: is empty");
    CHECK(message_of(std::string(5000, '[')) == "x.jsonl:3: is not valid JSON");
    CHECK(message_of("[]").empty());
}

TEST_CASE("A text with room behind its end is read where it is, one without it all the same") {
    const std::string document = R"({"leads":[0.1,null,-2e-3],"name":"x\u0000y"})";
    for (const std::size_t room : {std::size_t{0}, JsonReader::padding - 1, JsonReader::padding}) {
        CAPTURE(room);
        std::string text;
        text.reserve(document.size() + room);
        text = document;
        JsonReader reader;

        const JsonValue value = reader.parse_in_place(text, "body");

        CHECK(value.json() == reader.parse(document, "body").json());
        text.pop_back(); // what stands behind the end is no part of it
        CHECK_THROWS_AS(reader.parse_in_place(text, "body"), Error);
    }
}

TEST_CASE("Each character of a text is written so that it is read again") {
    std::string text;
    for (char c = 0; c < 0x7f; ++c) {
        text.append("plain").append(1, c);
    }
    text.append("\x7f\xc3\xa4\xf0\x9f\xab\x80 end");
    std::string out;
    JsonWriter{out}.value(text);
    JsonReader reader;

    CHECK(reader.parse(out, "text").text() == text);
}

TEST_CASE("Objects and lists within each other have their commas, however deep") {
    std::string out;
    JsonWriter json{out};
    for (int depth = 0; depth < 40; ++depth) {
        json.begin_array().value(1).begin_object().key("a");
    }
    json.value(2);
    for (int depth = 0; depth < 40; ++depth) {
        json.member("b", 3).end_object().value(4).end_array();
    }
    JsonReader reader;

    CHECK(reader.parse(out, "list").json() == out);
}
