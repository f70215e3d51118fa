#include "decoded_bytes.hpp"
#include "support/catch.hpp"

using namespace ecg;
using ecg::test::bytes_of;
using ecg::test::BytesDecoder;
using Values = std::vector<double>;

TEST_CASE("HealthyPi 3: 27 bytes hold one sample, low byte first, and the lead-off bit") {
    BytesDecoder board{"healthypi3"};

    board.feed(bytes_of("Initiliziation is done\r\n"
                        "\x0A\xFA\x14\x00\x02"
                        "\x34\x12\xFF\xFF\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x10\x62\x48\x50"
                        "\x78\x00"
                        "\x00\x0B"
                        "\x0A\xFA\x14\x00\x02"
                        "\xFE\xFF\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x10\x62\x48\x50"
                        "\x78\x02" // the finger clip is open, which is no lead
                        "\x00\x0B"
                        "\x0A\xFA\x14\x00\x02"
                        "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x10\x62\x48\x50"
                        "\x78\x01"
                        "\x00\x0B"));

    REQUIRE(board.frames().size() == 3);
    CHECK(board.values(0) == Values{0x1234});
    CHECK(board.values(1) == Values{-2});
    CHECK(board.frames()[1].channels_off.none());
    CHECK(board.frames()[2].channels_off.test(0));
    CHECK(board.counts().skipped_bytes == 24);
    CHECK(board.device().tells_electrodes);
}

TEST_CASE("HealthyPi 4: any of the five low status bits is a lead off") {
    BytesDecoder board{"healthypi4"};

    board.feed(bytes_of("\x0A\xFA\x14\x00\x02"
                        "\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                        "\x00\x10"
                        "\x00\x0B"));

    REQUIRE(board.frames().size() == 1);
    CHECK(board.frames()[0].channels_off.test(0));
}

TEST_CASE("HealthyPi 5: 29 bytes, the count of 18 bits with its sign in four") {
    BytesDecoder board{"healthypi5"};
    constexpr auto frame = "\x0A\xFA\x16\x00\x02"
                           "\x00\x00\xFE\xFF" // -131072, the lowest
                           "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                           "\x00"
                           "\x00\x0B";

    board.feed({frame, 29});

    REQUIRE(board.frames().size() == 1);
    CHECK(board.values() == Values{-131072});
    CHECK(board.device().channels[0].lowest == -131072);
    CHECK(board.device().needs_dtr);
}

TEST_CASE("HealthyPi 5 answers a ping, and what it says of light is passed over") {
    BytesDecoder board{"healthypi5-batch"};

    board.feed(bytes_of("\xAA\x55\x81\x00\x00"));
    board.feed(bytes_of("\x0A\xFA\x13\x00\x04"
                        "\x01\x00\x02\x00\x03\x00\x04\x00\x05\x00\x06\x00\x07\x00\x08\x00\x62\x10"
                        "\x0E"
                        "\x00\x0B"));

    REQUIRE(board.replies().size() == 1);
    CHECK(board.replies()[0] == acquire::Reply{acquire::ReplyKind::acknowledged, "\x01"});
    CHECK(board.frames().empty());
    CHECK(board.counts().rejected == 0);
    CHECK(board.counts().skipped_bytes == 0);
}

TEST_CASE("HealthyPi 5 in batches: one packet holds eight samples") {
    BytesDecoder board{"healthypi5-batch"};

    board.feed(bytes_of("\x0A\xFA\x32\x00\x03"
                        "\x01\x00\x00\x00\x02\x00\x00\x00\x03\x00\x00\x00\x04\x00\x00\x00"
                        "\x05\x00\x00\x00\x06\x00\x00\x00\x07\x00\x00\x00\xFF\xFF\xFF\xFF"
                        "\x99\x99\x99\x99\x99\x99\x99\x99\x99\x99\x99\x99\x99\x99\x99\x99\x48\x10"
                        "\x00\x0B"));

    REQUIRE(board.frames().size() == 8);
    CHECK(board.values(0) == Values{1});
    CHECK(board.values(6) == Values{7});
    CHECK(board.values(7) == Values{-1});
}

TEST_CASE("ADS1292R breakout: 16 bytes, the upper 16 bits of the count") {
    BytesDecoder board{"ads1292r"};

    board.feed(bytes_of("\x0A\xFA\x09\x00\x02\x00\x80\x01\x02\x10\x03\x48\x00\x00\x00\x0B"));

    CHECK(board.values() == Values{-32768});
    CHECK(board.device().line.baud == 57600);
}

TEST_CASE("ADS1293 breakout: three counts of 24 bits; one that is larger was hurt on the way") {
    BytesDecoder board{"ads1293"};

    board.feed(bytes_of("\x0A\xFA\x0C\x00\x02"
                        "\x01\x02\x03\x00\xFF\xFF\xFF\xFF\x00\x00\x80\xFF"
                        "\x00\x0B"
                        "\x0A\xFA\x0C\x00\x02"
                        "\x01\x02\x03\x00\xFF\xFF\xFF\x7F\x00\x00\x80\xFF"
                        "\x00\x0B"));

    REQUIRE(board.frames().size() == 2);
    CHECK(board.values(0) == Values{0x030201, -1, -8388608});
    CHECK(board.frames()[1].damaged);
    CHECK(board.counts().rejected == 1);
}

TEST_CASE("MAX30003 breakout: 18 bits, the lower two of them at the bottom of 32") {
    BytesDecoder board{"max30003"};

    board.feed(
        bytes_of("\x0A\xFA\x0C\x00\x02"
                 "\x03\x00\x01\x80\x20\x03\x00\x00\x48\x00\x00\x00"
                 "\x00\x0B"
                 "\x0A\xFA\x0C\x00\x02"
                 "\x03\x01\x01\x80\x20\x03\x00\x00\x48\x00\x00\x00" // bits that are never set
                 "\x00\x0B"));

    REQUIRE(board.frames().size() == 2);
    CHECK(board.values(0) == Values{-131072 + 4 + 3});
    CHECK(board.frames()[1].damaged);
}

TEST_CASE("MAX30001 breakout: 18 bits times 64, unless the options say otherwise") {
    constexpr auto frame = "\x0A\xFA\x0C\x00\x02"
                           "\x40\x01\x00\x00\x00\x00\x00\x00\x48\x00\x20\x03"
                           "\x00\x0B";
    BytesDecoder board{"max30001"};
    BytesDecoder other{"max30001:form=right"};

    board.feed({frame, 19});
    other.feed({frame, 19});

    CHECK(board.values() == Values{5});
    CHECK(other.values() == Values{320});
}

TEST_CASE("Bytes lost within a frame cost that frame, which is told, and no other") {
    const std::string whole{
        bytes_of("\x0A\xFA\x09\x00\x02\x01\x00\x01\x02\x10\x03\x48\x00\x00\x00\x0B")};
    BytesDecoder board{"ads1292r"};

    board.feed(whole + whole.substr(0, 9) + whole);

    REQUIRE(board.frames().size() == 3);
    CHECK(board.frames()[1].damaged);
    CHECK_FALSE(board.frames()[2].damaged);
}

TEST_CASE("A frame of an unknown type is passed over; one of a sample's length was a sample") {
    BytesDecoder board{"ads1292r"};

    board.feed(bytes_of("\x0A\xFA\x01\x00\x07\x55\x00\x0B"
                        "\x0A\xFA\x09\x00\x42\x01\x00\x01\x02\x10\x03\x48\x00\x00\x00\x0B"));

    CHECK(board.counts().rejected == 2);
    REQUIRE(board.frames().size() == 1);
    CHECK(board.frames()[0].damaged);
}

TEST_CASE("What the simulated board writes is what the boards write") {
    BytesDecoder board{"max30003"};

    CHECK(board.encoder().encode(test::frame_of({-131065}), 0) ==
          bytes_of("\x0A\xFA\x0C\x00\x02"
                   "\x03\x00\x01\x80\x00\x00\x00\x00\x00\x00\x00\x00"
                   "\x00\x0B"));
}
