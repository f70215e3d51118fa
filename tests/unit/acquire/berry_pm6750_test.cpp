// The bytes of Berry's PM6750 module.
#include "driver_bytes.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::acquire;

namespace {

const std::string wave = bytes({0x55, 0xAA, 0x04, 0x01, 0xC8, 0x32});

} // namespace

TEST_CASE("A PM6750 wave packet is 55, AA, length, 01, one byte, and the turned sum") {
    CHECK(encode("berry-pm6750", frame_of({0xC8}), 0) == wave);

    const Decoded got = decode("berry-pm6750", wave + bytes({0x55, 0xAA, 0x04, 0x01, 0x80, 0x7A}));

    REQUIRE(got.frames.size() == 2);
    CHECK(got.frames[0].counts[0] == 200);
    CHECK(got.frames[1].counts[0] == 128);
}

TEST_CASE("A PM6750 that sends seven waves is read when that is said") {
    const std::string seven = bytes({0x55, 0xAA, 0x0A, 0x01, 1, 2, 3, 4, 5, 6, 7, 0xD8});

    const Decoded got = decode("berry-pm6750:waves=7", seven);

    REQUIRE(got.frames.size() == 1);
    CHECK(got.frames[0].counts[6] == 7);
    CHECK(description_of("berry-pm6750:waves=7").channels.size() == 7);
    const auto one = decoder_of("berry-pm6750");
    CHECK(one->feed(seven).frames.empty());
    CHECK(one->counts().rejected == 1);
}

TEST_CASE("A PM6750 tells a lost electrode and its gain in a packet of their own") {
    const auto decoder = decoder_of("berry-pm6750");

    const Decoded got =
        decoder->feed(bytes({0x55, 0xAA, 0x08, 0x02, 0x0A, 0x48, 0x10, 0x00, 0x00, 0x93}) + wave);

    REQUIRE(got.frames.size() == 1);
    CHECK(got.frames[0].channels_off.test(0));
    CHECK(decoder->learned() == std::vector<std::string>{"gain x1"});
}

TEST_CASE("A PM6750 is told to measure, then to send its wave, and asked for its versions") {
    const ChosenDriver chosen = choose_driver("berry-pm6750");
    const Scripts scripts = chosen.driver->scripts(chosen.options);

    CHECK(scripts.start.at(0).send == bytes({0x55, 0xAA, 0x04, 0x01, 0x01, 0xF9}));
    CHECK(scripts.start.at(1).send == bytes({0x55, 0xAA, 0x04, 0xFB, 0x01, 0xFF}));
    CHECK(scripts.stop.at(0).send == bytes({0x55, 0xAA, 0x04, 0xFB, 0x00, 0x00}));
    CHECK(scripts.identify.at(0).send == bytes({0x55, 0xAA, 0x04, 0xFC, 0x00, 0xFF}));
    const Decoded got = decode("berry-pm6750", bytes({0x55, 0xAA, 0x06, 0xFC, 0x31, 0x2E, 0x32,
                                                      0x6C, 0x55, 0xAA, 0x04, 0xFD, 0x33, 0xCB}));
    REQUIRE(got.replies.size() == 2);
    CHECK(got.replies[0] == Reply{ReplyKind::firmware, "1.2"});
    CHECK(got.replies[1] == Reply{ReplyKind::model, "hardware 3"});
}
