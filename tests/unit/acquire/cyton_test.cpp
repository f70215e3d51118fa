// The bytes of OpenBCI's Cyton, with and without a Daisy module.
#include "driver_bytes.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::acquire;

namespace {

const Frame eight = frame_of({1, -1, 256, -256, 8388607, -8388608, 0, 66051});

std::string eight_bytes(int counter, int end) {
    return bytes({0xA0, counter,                //
                  0x00, 0x00,    0x01,          // 1
                  0xFF, 0xFF,    0xFF,          // -1
                  0x00, 0x01,    0x00,          // 256
                  0xFF, 0xFF,    0x00,          // -256
                  0x7F, 0xFF,    0xFF,          // the highest
                  0x80, 0x00,    0x00,          // the lowest
                  0x00, 0x00,    0x00,          // 0
                  0x01, 0x02,    0x03,          // 66051
                  0,    0,       0,    0, 0, 0, // auxiliary
                  end});
}

} // namespace

TEST_CASE("A Cyton frame is A0, counter, eight high-byte-first values, six bytes more, and C0") {
    CHECK(encode("cyton", eight, 7) == eight_bytes(7, 0xC0));
    CHECK(encode("cyton", eight, 256 + 7) == eight_bytes(7, 0xC0));

    const Decoded got = decode("cyton", eight_bytes(7, 0xC0) + eight_bytes(8, 0xC0));

    REQUIRE(got.frames.size() == 2);
    CHECK(got.frames[0].counter == 7);
    for (std::size_t i = 0; i < 8; ++i) {
        CHECK(got.frames[0].counts[i] == eight.counts[i]);
    }
}

TEST_CASE("A Cyton frame may end with C0 to C6, as its last values say") {
    for (const int end : {0xC0, 0xC1, 0xC2, 0xC3, 0xC4, 0xC5, 0xC6}) {
        CHECK(decode("cyton", eight_bytes(1, end) + eight_bytes(2, end)).frames.size() == 2);
    }
    CHECK(decode("cyton", eight_bytes(1, 0xC7) + eight_bytes(2, 0xC7)).frames.empty());
    CHECK(decode("cyton", eight_bytes(1, 0xBF) + eight_bytes(2, 0xBF)).frames.empty());
}

TEST_CASE("A Cyton count at a gain of 24 is 0.02235 microvolts") {
    CHECK(description_of("cyton").channels[0].uv_per_count == Approx(0.0223517).epsilon(1e-5));
    CHECK(description_of("cyton").rate == Hertz{250});
}

TEST_CASE("A Cyton frame that lost bytes does not end with those of the next one") {
    // the next frame's tenth byte is taken for an end byte
    std::string next = eight_bytes(8, 0xC0);
    next[9] = '\xC3';
    const std::string cut = eight_bytes(7, 0xC0).substr(0, 23);

    const Decoded got = decode("cyton", eight_bytes(6, 0xC0) + cut + next + eight_bytes(9, 0xC0));

    REQUIRE(got.frames.size() == 3);
    CHECK(got.frames[0].counter == 6);
    CHECK(got.frames[1].counter == 8);
    CHECK(got.frames[2].counter == 9);
}

TEST_CASE("A Cyton sample that looks like the start of a frame is still a sample") {
    std::string frame = eight_bytes(7, 0xC0);
    frame[5] = '\xA0'; // as the next frame begins
    frame[6] = '\x08';

    const Decoded got = decode("cyton", frame + eight_bytes(8, 0xC0) + eight_bytes(9, 0xC0));

    REQUIRE(got.frames.size() == 3);
    CHECK(got.frames[0].counter == 7);
    CHECK(decode("cyton", eight_bytes(6, 0xC0) + frame).frames.size() == 2); // nor at the end
}

TEST_CASE("A Cyton frame that stands alone is not believed, two that follow each other are") {
    const std::string noise(50, '\x11');

    CHECK(decode("cyton", noise + eight_bytes(3, 0xC0) + noise).frames.empty());
    CHECK(decode("cyton", noise + eight_bytes(3, 0xC0) + eight_bytes(5, 0xC0)).frames.size() == 2);
}

TEST_CASE("What a Cyton answers ends with three dollars, and tells its firmware") {
    const Decoded got = decode("cyton", "OpenBCI V3 8-16 channel\r\nFirmware: v3.1.2\r\n$$$" +
                                            std::string{"default$$$"} + eight_bytes(0, 0xC0) +
                                            eight_bytes(1, 0xC0));

    REQUIRE(got.replies.size() == 3);
    CHECK(got.replies[0] == Reply{ReplyKind::model, "OpenBCI V3 8-16 channel"});
    CHECK(got.replies[1] == Reply{ReplyKind::firmware, "v3.1.2"});
    CHECK(got.replies[2] == Reply{ReplyKind::text, "default"});
    CHECK(got.frames.size() == 2);
}

TEST_CASE("With a Daisy, an odd frame and the even one after it are a sample of 16 channels") {
    std::string daisy = eight_bytes(4, 0xC0);
    daisy[4] = '\x09';

    const Decoded got = decode("cyton-daisy", eight_bytes(3, 0xC0) + daisy);

    REQUIRE(got.frames.size() == 1);
    CHECK(got.frames[0].counter == 1);
    CHECK(got.frames[0].counts[0] == 1);
    CHECK(got.frames[0].counts[7] == 66051);
    CHECK(got.frames[0].counts[8] == 9);
    CHECK(got.frames[0].counts[15] == 66051);
}

TEST_CASE("With a Daisy, the pair of 255 and 0 belongs together, and half a pair is no sample") {
    const auto decoder = decoder_of("cyton-daisy");

    const Decoded got =
        decoder->feed(eight_bytes(255, 0xC0) + eight_bytes(0, 0xC0) + eight_bytes(1, 0xC0) +
                      eight_bytes(4, 0xC0) + eight_bytes(5, 0xC0) + eight_bytes(6, 0xC0));

    REQUIRE(got.frames.size() == 2);
    CHECK(got.frames[0].counter == 127);
    CHECK(got.frames[1].counter == 2);
    CHECK(decoder->counts().rejected == 2); // 1 without 2, 4 without 3
}
