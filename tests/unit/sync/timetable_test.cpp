#include "support/catch.hpp"
#include "sync/byte_count.hpp"
#include "sync/timetable.hpp"

using namespace ecg::sync;
using namespace std::chrono_literals;

TEST_CASE("Bytes are counted in steps of 1024, and what is no number of them is refused") {
    CHECK(parse_byte_count("0") == 0);
    CHECK(parse_byte_count("500") == 500);
    CHECK(parse_byte_count("64k") == 65'536);
    CHECK(parse_byte_count("64 kB") == 65'536);
    CHECK(parse_byte_count("1.5M") == 1'572'864);
    CHECK(parse_byte_count("2g") == std::uint64_t{2} << 30);
    CHECK(parse_byte_count("1T") == std::uint64_t{1} << 40);
    for (const char* const text : {"", "k", "B", "-1", "64x", "6 4", "1e300", "nan", "64kk"}) {
        INFO(text);
        CHECK_FALSE(parse_byte_count(text));
    }
}

TEST_CASE("Bytes are told to people in the greatest unit that fits") {
    CHECK(byte_count_text(1) == "1 byte");
    CHECK(byte_count_text(1023) == "1023 bytes");
    CHECK(byte_count_text(1024) == "1 k");
    CHECK(byte_count_text(1'572'864) == "1.5 M");
    CHECK(byte_count_text(std::uint64_t{3} << 30) == "3 G");
    CHECK(byte_count_text(std::uint64_t{5000} << 40) == "5000 T");
}

TEST_CASE("A single rate holds all day") {
    const auto table = RateTimetable::parse("64k");
    REQUIRE(table);
    CHECK(table->at(0min) == 65'536);
    CHECK(table->at(1439min) == 65'536);
    CHECK(RateTimetable::parse("off")->at(0min) == 0);
    CHECK(RateTimetable::parse("0")->at(0min) == 0);
    CHECK(RateTimetable{}.at(12h) == 0);
}

TEST_CASE("A timetable changes the rate through the day, and over midnight the last one holds") {
    const auto table = RateTimetable::parse("20:00,off 8:00,64k 12:30,1M");
    REQUIRE(table);
    CHECK(table->at(7h + 59min) == 0);
    CHECK(table->at(8h) == 65'536);
    CHECK(table->at(12h + 29min) == 65'536);
    CHECK(table->at(12h + 30min) == 1'048'576);
    CHECK(table->at(20h) == 0);
    CHECK(table->at(0min) == 0);
}

TEST_CASE("What is no timetable is refused, as is a rate at which nothing would arrive") {
    for (const char* const text :
         {"", "fast", "64k 128k", "08:00", "08:00,", "8,64k", "25:00,64k", "08:60,64k",
          "08:00,64k 8:00,1M", "4095", "08:00,100", "-08:00,64k", "08:0,64k", "64k 20:00,off"}) {
        INFO(text);
        CHECK_FALSE(RateTimetable::parse(text));
    }
}

TEST_CASE("A window over midnight is open at night, with its first minute and without its last") {
    const auto window = SendWindow::parse("20:00-06:00");
    REQUIRE(window);
    CHECK(window->is_open(20h));
    CHECK(window->is_open(0min));
    CHECK(window->is_open(5h + 59min));
    CHECK_FALSE(window->is_open(6h));
    CHECK_FALSE(window->is_open(19h + 59min));
    CHECK(window->until_open(6h) == 14h);
    CHECK(window->until_open(19h + 59min) == 1min);
    CHECK(window->until_open(3h) == 0min);
}

TEST_CASE("Several windows are open one after the other") {
    const auto window = SendWindow::parse("22:00-24:00 12:00-13:00");
    REQUIRE(window);
    CHECK(window->is_open(12h + 30min));
    CHECK(window->is_open(23h + 59min));
    CHECK_FALSE(window->is_open(0min));
    CHECK(window->until_open(13h) == 9h);
    CHECK(window->until_open(0min) == 12h);
}

TEST_CASE("No window is always open, and what is none is refused") {
    CHECK(SendWindow::parse("")->is_open(12h));
    CHECK(SendWindow::parse("always")->is_open(12h));
    CHECK(SendWindow{}.until_open(12h) == 0min);
    for (const char* const text : {"20:00", "20:00-", "-06:00", "20:00-20:00", "20-06",
                                   "20:00-06:00,12:00-13:00", "night", "20:00-30:00"}) {
        INFO(text);
        CHECK_FALSE(SendWindow::parse(text));
    }
}
