#include "decoded_bytes.hpp"
#include "support/catch.hpp"

using namespace ecg;
using ecg::test::BytesDecoder;
using Values = std::vector<double>;

TEST_CASE("AD8232: a count a line, and an exclamation mark while a lead is off") {
    BytesDecoder board{"ad8232"};

    board.feed("512\r\n0\r\n1023\r\n!\r\n513\r\n");

    REQUIRE(board.frames().size() == 5);
    CHECK(board.values(0) == Values{512});
    CHECK(board.values(1) == Values{0});
    CHECK(board.values(2) == Values{1023});
    CHECK(board.frames()[3].channels_off.test(0));
    CHECK(std::isnan(board.values(3)[0]));
    CHECK(board.frames()[4].channels_off.none());
    CHECK(board.counts().frames == 5);
}

TEST_CASE("AD8232: two lines run together are a damaged sample, words are none") {
    BytesDecoder board{"ad8232"};

    board.feed("Setup done\r\n512\r\n512513\r\n5!2\r\n-4\r\nA0 ready\r\n514\r\n");

    REQUIRE(board.frames().size() == 5);
    CHECK(board.frames()[1].damaged);
    CHECK(board.frames()[2].damaged);
    CHECK(board.frames()[3].damaged);
    CHECK(board.counts().text_lines == 2);
    CHECK(board.counts().rejected == 3);
}

TEST_CASE(
    "AD8232: the gain follows from the converter's bits and volts and an amplification of 1100") {
    const BytesDecoder uno{"ad8232"};
    const BytesDecoder esp32{"ad8232:bits=12,volts=3.3"};

    CHECK(uno.device().channels[0].uv_per_count == Approx(4.439).margin(0.001));
    CHECK(uno.device().channels[0].zero == 512);
    CHECK(esp32.device().channels[0].uv_per_count == Approx(0.7324).margin(0.0001));
    CHECK(esp32.device().channels[0].highest == 4095);
    CHECK(uno.device().line.baud == 9600);
    CHECK_FALSE(uno.device().rate.has_value());
}

TEST_CASE("AD8232: what is written is what the sketch writes") {
    BytesDecoder board{"ad8232"};
    acquire::Frame off = test::frame_of({512});
    off.channels_off.set(0);

    CHECK(board.encoder().encode(test::frame_of({512}), 0) == "512\r\n");
    CHECK(board.encoder().encode(off, 1) == "!\r\n");
}
