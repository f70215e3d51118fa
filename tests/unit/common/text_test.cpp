#include "common/text.hpp"
#include "support/catch.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <random>

using namespace ecg;

namespace {

/// printf's text with the trailing zeros gone, which append_number never writes.
std::string by_printf(double value, int decimals) {
    std::array<char, 400> text{};
    std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
    std::string plain{text.data()};
    if (plain.find('.') != std::string::npos) {
        plain.erase(plain.find_last_not_of('0') + 1);
        if (plain.back() == '.') {
            plain.pop_back();
        }
    }
    return plain == "-0" ? "0" : plain;
}

/// Whether value lies so near the middle of two texts that either is right.
bool is_tie(double value, int decimals) {
    const double scaled = value * std::pow(10.0, decimals);
    return std::abs(std::abs(scaled - std::trunc(scaled)) - 0.5) < 1e-6;
}

} // namespace

TEST_CASE("numbers are cut to their decimals and lose trailing zeros") {
    CHECK(format_number(0.12, 4) == "0.12");
    CHECK(format_number(-0.1234, 4) == "-0.1234");
    CHECK(format_number(12, 4) == "12");
    CHECK(format_number(100, 0) == "100");
    CHECK(format_number(1000, 3) == "1000");
    CHECK(format_number(0.0001, 4) == "0.0001");
    CHECK(format_number(0.00004, 4) == "0");
    CHECK(format_number(-0.00004, 4) == "0");
    CHECK(format_number(-0.0, 2) == "0");
    CHECK(format_number(0.99999, 4) == "1");
    CHECK(format_number(0.5, 0) == "1");
    CHECK(format_number(-0.5, 0) == "-1");
    CHECK(format_number(0.49999999999999994, 0) == "0");
    CHECK(format_number(1e15, 9) == "1e+15");
    CHECK(format_number(-1e300, 4) == "-1e+300");
}

TEST_CASE("numbers read as printf has them") {
    std::mt19937_64 random{7};
    std::uniform_real_distribution<double> exponent{-6, 5};
    int compared = 0;
    for (int i = 0; i < 20'000; ++i) {
        const double size = std::pow(10.0, exponent(random));
        const double value = i % 2 == 0 ? size : -size;
        const int decimals = i % 10;
        if (!is_tie(value, decimals)) {
            REQUIRE(format_number(value, decimals) == by_printf(value, decimals));
            ++compared;
        }
    }
    CHECK(compared > 19'000);
}

TEST_CASE("a number with few decimals comes back as itself") {
    for (int i = -20'000; i <= 20'000; ++i) {
        const double value = i / 1e4;
        REQUIRE(parse_number(format_number(value, 4)) == value);
    }
}

TEST_CASE("no number is longer than longest_number") {
    for (const double value : {-9e14, 9e14, -std::numeric_limits<double>::max(),
                               -std::numeric_limits<double>::denorm_min(), -8.999999e5}) {
        for (int decimals = 0; decimals <= 9; ++decimals) {
            CHECK(format_number(value, decimals).size() <= longest_number);
        }
    }
}

TEST_CASE("the shortest text reads back as the same number") {
    std::mt19937_64 random{11};
    std::uniform_real_distribution<double> exponent{-300, 300};
    for (int i = 0; i < 5'000; ++i) {
        const double value = std::pow(10.0, exponent(random));
        std::string text;
        append_shortest(text, value);
        REQUIRE(parse_number(text) == value);
    }
    std::string zero;
    append_shortest(zero, -0.0);
    CHECK(zero == "0");
    std::string large; // no row of digits that a reader takes for too large an integer
    append_shortest(large, 18446744073709551615.0);
    CHECK(large == "1.8446744073709552e+19");
}

TEST_CASE("a number is the whole of the text or none") {
    CHECK(parse_number("1.5") == 1.5);
    CHECK(parse_number("+7") == 7.0);
    CHECK(parse_number("-1e3") == -1000.0);
    for (const char* wrong : {"", " 1", "1 ", "1,5", "+-1", "++1", "nan", "inf", "1e999", "0x10",
                              "1.5mV", "--1", "+"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_number(wrong));
    }
}

TEST_CASE("an integer is the whole of the text or none") {
    CHECK(parse_integer("-42") == -42);
    CHECK(parse_integer("+42") == 42);
    CHECK(parse_integer("9223372036854775807") == std::numeric_limits<std::int64_t>::max());
    for (const char* wrong : {"", "1.0", "9223372036854775808", "+-1", "1 ", "0x1", "1e3"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_integer(wrong));
    }
}

TEST_CASE("text is trimmed, split and lowered byte by byte") {
    CHECK(trim(" \t a b\r\n") == "a b");
    CHECK(trim(" \n").empty());
    CHECK(split("a,,b", ',') == std::vector<std::string_view>{"a", "", "b"});
    CHECK(split("", ',') == std::vector<std::string_view>{""});
    CHECK(split_blanks("  a \t b") == std::vector<std::string_view>{"a", "b"});
    CHECK(split_blanks(" ").empty());
    CHECK(to_lower("aVR \xC3\x84") == "avr \xC3\x84");
    CHECK(equal_but_for_case("Content-TYPE", "content-type"));
    CHECK(equal_but_for_case("", ""));
    CHECK_FALSE(equal_but_for_case("Host", "Hos"));
    CHECK_FALSE(equal_but_for_case("\xC3\x84", "\xC3\xA4"));
    CHECK_FALSE(equal_but_for_case("@", "`")); // which differ by the same bit as letters do
}
