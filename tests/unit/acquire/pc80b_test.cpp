// The bytes of Heal Force's PC-80B.
#include "driver_bytes.hpp"
#include "support/catch.hpp"

#include <array>

using namespace ecg;
using namespace ecg::acquire;

namespace {

/// Six samples and nineteen of 2048, with the contact lost.
std::string packet() {
    std::string all = bytes({0xA5, 0xAA, 0x36, 0x02,                                     //
                             0x00, 0x00, 0x01, 0x00, 0xFF, 0x00, 0x00, 0x01, 0x00, 0x08, //
                             0xFF, 0x0F});
    for (int i = 0; i < 19; ++i) {
        all += bytes({0x00, 0x08});
    }
    return all + bytes({0x48, 0x00, 0xA0, 0xCB});
}

} // namespace

TEST_CASE("A PC-80B packet is 25 samples, low byte first, of consecutive counters") {
    const Decoded got = decode("pc80b", packet());

    REQUIRE(got.frames.size() == 25);
    CHECK(got.frames[0].counter == 50);
    CHECK(got.frames[24].counter == 74);
    const std::array first{0, 1, 255, 256, 2048, 4095, 2048};
    for (std::size_t i = 0; i < first.size(); ++i) {
        CHECK(got.frames[i].counts[0] == first[i]);
    }
    CHECK(got.frames[24].channels_off.test(0));
    CHECK(got.answer.empty());
}

TEST_CASE("A PC-80B packet with a wrong CRC is none, and one that begins inside it is found") {
    std::string hurt = packet();
    hurt[20] = '\x09';
    const auto decoder = decoder_of("pc80b");

    CHECK(decoder->feed(hurt + packet()).frames.size() == 25);
    CHECK(decoder->feed(packet().substr(0, 30) + packet() + packet()).frames.size() == 50);
    CHECK(decoder->counts().bad_checksums >= 1);
}

TEST_CASE("A PC-80B that is ready is answered, with the mode that it asks for") {
    const Decoded got =
        decode("pc80b", bytes({0xA5, 0x55, 0x05, 0x0B, 0x01, 0x12, 0xAB, 0x34, 0x9A}));

    REQUIRE(got.replies.size() == 2);
    CHECK(got.replies[0] == Reply{ReplyKind::model, "PC-80B"});
    CHECK(got.replies[1] == Reply{ReplyKind::serial, "12ab34"});
    CHECK(got.answer == bytes({0xA5, 0x55, 0x01, 0x01, 0xFC}));
}

TEST_CASE("Every 64th packet of a PC-80B is answered, and the one that ends a measurement") {
    std::string answers;
    const ChosenDriver chosen = choose_driver("pc80b");
    const auto encoder = chosen.driver->encoder(chosen.options);
    const auto decoder = decoder_of("pc80b");
    for (std::int64_t i = 0; i < 129 * 25; ++i) {
        answers += decoder->feed(encoder->encode(frame_of({2048}), i)).answer;
    }

    CHECK(answers == bytes({0xA5, 0xAA, 0x02, 0x00, 0x00, 0x1C, //
                            0xA5, 0xAA, 0x02, 0x40, 0x00, 0x87, //
                            0xA5, 0xAA, 0x02, 0x80, 0x00, 0x33}));
    CHECK(decoder->feed(bytes({0xA5, 0xAA, 0x01, 0x05, 0x4F})).answer ==
          bytes({0xA5, 0xAA, 0x02, 0x05, 0x00, 0xE3}));
}

TEST_CASE("A PC-80B is kept awake with a heartbeat every ten seconds") {
    const ChosenDriver chosen = choose_driver("pc80b");
    const Scripts scripts = chosen.driver->scripts(chosen.options);

    CHECK(scripts.keep_alive == bytes({0xA5, 0xFF, 0x01, 0x00, 0x3E}));
    CHECK(scripts.keep_alive_every == Milliseconds{10000});
}
