#include "decoded_bytes.hpp"
#include "support/catch.hpp"

using namespace ecg;
using ecg::test::bytes_of;
using ecg::test::BytesDecoder;
using Values = std::vector<double>;

TEST_CASE("EG01010: a wave block says how many samples it holds and the low bits of its sum") {
    BytesDecoder board{"medlab-eg"};

    board.feed(bytes_of("\xF8\x18\x80"     // F8 + 80 = 178
                        "\xF8\x11\xF7\x00" // too short by a byte of junk: F8 + F7 = 1EF, so 1F
                        "\xF8\x1F\xF7"
                        "\xF8\x2B\x81\x42")); // a lead and breathing: F8 + 81 + 42 = 1BB

    REQUIRE(board.frames().size() == 4);
    CHECK(board.values(0) == Values{0x80});
    CHECK(board.frames()[1].damaged);
    CHECK(board.values(2) == Values{0xF7});
    CHECK(board.values(3) == Values{0x81});
    CHECK(board.counts().bad_checksums == 1);
}

TEST_CASE("EG01010: pulse, breathing and status blocks are no samples, and lose none") {
    BytesDecoder board{"medlab-eg"};

    board.feed(bytes_of("\xFC\x22\x1F\x02\x05\x00" // FC + 1F + 02 + 05 = 122
                        "\xF8\x18\x80"
                        "\xFA\x42\x48" // FA + 48 = 142
                        "\xF9\x09\x10" // F9 + 10 = 109
                        "\xF8\x18\x80"));

    CHECK(board.frames().size() == 2);
    CHECK(board.counts().skipped_bytes == 0);
    CHECK(board.counts().rejected == 0);
}

TEST_CASE("EG01010: samples of another lead than the one that was asked for are not taken for it") {
    BytesDecoder board{"medlab-eg:lead=I"};

    board.feed(bytes_of("\xFC\x22\x1F\x02\x05\x00\xF8\x18\x80"    // sends II
                        "\xFC\x21\x1F\x01\x05\x00\xF8\x18\x80")); // sends I

    REQUIRE(board.frames().size() == 2);
    CHECK(board.frames()[0].damaged);
    CHECK(board.values(1) == Values{0x80});
    CHECK(board.device().channels[0].name == "I");
}

TEST_CASE("EG01010: it says who it is, and is told which lead to send") {
    BytesDecoder board{"medlab-eg:lead=III"};
    const auto chosen = acquire::choose_driver("medlab-eg:lead=III");

    board.feed(bytes_of("\xFD"
                        "EG01010H0S61\x00"));

    REQUIRE(board.replies().size() == 1);
    CHECK(board.replies()[0] == acquire::Reply{acquire::ReplyKind::firmware, "EG01010H0S61"});
    CHECK(chosen.driver->scripts(chosen.options).identify[0].send == "I");
    CHECK(chosen.driver->scripts(chosen.options).start[0].send == "\x43\x04");
}

TEST_CASE("EG01010: a block cut short ends at the next marker") {
    BytesDecoder board{"medlab-eg"};

    board.feed(bytes_of("\xF8\x18\x80\xF8\x18\xF8\x18\x80\xF8\xF8\x18\x80"));

    REQUIRE(board.frames().size() == 4);
    CHECK(board.frames()[1].damaged);
    CHECK(board.counts().skipped_bytes == 3);
}

TEST_CASE("EG01010: what is written is even in parity, and told once a second") {
    BytesDecoder board{"medlab-eg"};

    CHECK(board.device().line.parity == acquire::Parity::even);
    CHECK(board.encoder().banner() == bytes_of("\xFC\x22\x1F\x02\x05\x00"));
    CHECK(board.encoder().encode(test::frame_of({247}), 0) == bytes_of("\xF8\x1F\xF7"));
    CHECK(board.encoder().encode(test::frame_of({128}), 99) ==
          bytes_of("\xF8\x18\x80\xFC\x22\x1F\x02\x05\x00"));
}

TEST_CASE("EG01010: a status block that was hurt loses no sample") {
    BytesDecoder board{"medlab-eg"};

    board.feed(bytes_of("\xF8\x18\x80\xFC\x22\x1F\x04\x05\x00\xF8\x18\x80"));

    CHECK(board.frames().size() == 2);
    CHECK(board.counts().bad_checksums == 1);
    CHECK(board.counts().skipped_bytes == 0);
}
