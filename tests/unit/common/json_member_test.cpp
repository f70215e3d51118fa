#include "common/json_member.hpp"
#include "support/catch.hpp"

#include <string>

using namespace ecg;

namespace {

/// Both ways to ask must agree.
std::string value_of(std::string_view text, std::string_view name) {
    const auto place = place_of_member(text, name);
    const JsonMembers all{text};
    const auto same = all.find(name);
    REQUIRE(place.has_value() == same.has_value());
    if (!place) {
        CHECK(all.text(name).empty());
        return "absent";
    }
    CHECK((place->first == same->first && place->count == same->count));
    CHECK(all.text(name) == text.substr(place->first, place->count));
    return std::string{all.text(name)};
}

} // namespace

TEST_CASE("A member's value is found to the byte, of whatever kind") {
    const std::string text =
        R"( {"a" : 1.50 ,"b":{"a":[2,{"c":"}]"}]},"c":"x\",\"y\\", "d":[ ] , "e":null,"f":-1e5})";

    CHECK(value_of(text, "a") == "1.50");
    CHECK(value_of(text, "b") == R"({"a":[2,{"c":"}]"}]})");
    CHECK(value_of(text, "c") == R"("x\",\"y\\")");
    CHECK(value_of(text, "d") == "[ ]");
    CHECK(value_of(text, "e") == "null");
    CHECK(value_of(text, "f") == "-1e5");
    CHECK(value_of(text, "x") == "absent");
    CHECK(value_of("{}", "a") == "absent");
    CHECK(value_of(R"({"a":1,"a":2})", "a") == "1");
}

TEST_CASE("Text that is cut anywhere is no more than not found") {
    const std::string text = R"({"a":{"b":[1,"}"]},"c":"d\\","e":1})";
    for (std::size_t size = 0; size < text.size(); ++size) {
        const std::string cut = text.substr(0, size);
        const auto place = place_of_member(cut, "e");
        CHECK(JsonMembers{cut}.text("e").size() <= cut.size());
        CHECK((!place || place->first + place->count <= cut.size() + 1));
    }
}

TEST_CASE("An object that was cut anywhere is told from one that is whole or wrong") {
    const std::string text = R"({"a":{"b":[1,"}"]},"c":"d\\","\"e":1})";
    for (std::size_t size = 1; size < text.size(); ++size) {
        INFO(size);
        CHECK(is_cut_object(text.substr(0, size)));
    }
    CHECK_FALSE(is_cut_object(text));
    CHECK_FALSE(is_cut_object(text + " x"));
    CHECK_FALSE(is_cut_object(R"({"a":1]})"));
    CHECK_FALSE(is_cut_object(""));
    CHECK_FALSE(is_cut_object("[1,2"));
    CHECK_FALSE(is_cut_object("not JSON {"));
}
