#include "cli/crash_text.hpp"
#include "common/json_reader.hpp"
#include "common/time.hpp"
#include "support/catch.hpp"

#include <limits>
#include <string>

using namespace ecg;
using cli::CrashText;

TEST_CASE("A moment is written as the rest of the house writes it") {
    for (const std::int64_t ms :
         {std::int64_t{0}, std::int64_t{951'782'400'000}, std::int64_t{951'868'799'999},
          std::int64_t{1'735'689'599'999}, std::int64_t{1'736'339'696'123},
          std::int64_t{1'709'164'800'000}, std::int64_t{4'107'542'400'000}}) {
        CHECK(CrashText{}.moment(ms).text() == format_utc({ms}));
    }
}

TEST_CASE("Numbers are written in full") {
    CHECK(CrashText{}.decimal(0).text() == "0");
    CHECK(CrashText{}.decimal(-7, 3).text() == "-007");
    CHECK(CrashText{}.decimal(std::numeric_limits<std::int64_t>::min()).text() ==
          "-9223372036854775808");
    CHECK(CrashText{}.hexadecimal(0).text() == "0x0");
    CHECK(CrashText{}.hexadecimal(~std::uint64_t{0}).text() == "0xffffffffffffffff");
}

TEST_CASE("Whatever is quoted is JSON") {
    std::string all;
    for (int c = 0; c < 256; ++c) {
        all += static_cast<char>(c);
    }
    CrashText text;
    text.quoted(all);
    JsonReader reader;
    const auto read = reader.parse(text.text(), "text").text();
    REQUIRE(read.has_value());
    CHECK(read->size() == 256);
    CHECK(read->substr('0', 10) == "0123456789");
}
