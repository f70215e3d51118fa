#include "decoded_bytes.hpp"
#include "support/catch.hpp"

using namespace ecg;
using ecg::test::bytes_of;
using ecg::test::BytesDecoder;
using Values = std::vector<double>;

TEST_CASE("BMD101: a packet of a raw sample, high byte first, and the inverted sum of its rows") {
    BytesDecoder chip{"bmd101"};

    chip.feed(bytes_of("\xAA\xAA\x04\x80\x02\x01\x02\x7A"    // ~(80+02+01+02)
                       "\xAA\xAA\x04\x80\x02\xFF\xFE\x80")); // -2

    REQUIRE(chip.frames().size() == 2);
    CHECK(chip.values(0) == Values{0x0102});
    CHECK(chip.values(1) == Values{-2});
    CHECK(chip.counts().skipped_bytes == 0);
}

TEST_CASE("BMD101: signal quality 0 is no contact, until it is told otherwise") {
    BytesDecoder chip{"bmd101"};

    chip.feed(bytes_of("\xAA\xAA\x04\x02\x00\x03\x48\xB2" // quality 0, heart rate 72
                       "\xAA\xAA\x04\x80\x02\x01\x02\x7A"
                       "\xAA\xAA\x08\x02\xC8\x80\x02\x01\x02\x03\x48\x65" // all in one packet
                       "\xAA\xAA\x04\x80\x02\x01\x02\x7A"));

    REQUIRE(chip.frames().size() == 3);
    CHECK(chip.frames()[0].channels_off.test(0));
    CHECK(chip.frames()[1].channels_off.none());
    CHECK(chip.frames()[2].channels_off.none());
}

TEST_CASE("BMD101: rows with extension codes and rows of unknown codes are passed over") {
    BytesDecoder chip{"bmd101"};

    chip.feed(bytes_of("\xAA\xAA\x0B\x55\x80\x02\x09\x09\x84\x00\x80\x02\x00\x05\x0B")); // sum 1F4
    chip.feed(bytes_of("\xAA\xAA\x04\x80\x02\x01\x02\x7A"));

    REQUIRE(chip.frames().size() == 2);
    CHECK(chip.values(0) == Values{5});
}

TEST_CASE("BMD101: a packet with a wrong sum is no sample, and costs no other") {
    BytesDecoder chip{"bmd101"};
    const auto good = bytes_of("\xAA\xAA\x04\x80\x02\x01\x02\x7A");

    chip.feed(good);
    chip.feed(bytes_of("\xAA\xAA\x04\x80\x02\x01\x03\x7A"));
    chip.feed(bytes_of("\xAA\xAA\xAA\x04\x80\x02\x01\x02\x7A")); // one sync byte too many

    REQUIRE(chip.frames().size() == 3);
    CHECK_FALSE(chip.frames()[0].damaged);
    CHECK(chip.frames()[1].damaged);
    CHECK_FALSE(chip.frames()[2].damaged);
    CHECK(chip.counts().bad_checksums == 1);
}

TEST_CASE("BMD101: contact is told once a second and when it changes") {
    BytesDecoder chip{"bmd101"};
    acquire::Frame off = test::frame_of({258});
    off.channels_off.set(0);

    CHECK(chip.encoder().encode(test::frame_of({258}), 1) ==
          bytes_of("\xAA\xAA\x04\x80\x02\x01\x02\x7A"));
    CHECK(chip.encoder().encode(off, 2) == bytes_of("\xAA\xAA\x06\x02\x00\x80\x02\x01\x02\x78"));
    CHECK(chip.encoder().encode(off, 512) == bytes_of("\xAA\xAA\x06\x02\x00\x80\x02\x01\x02\x78"));
}
