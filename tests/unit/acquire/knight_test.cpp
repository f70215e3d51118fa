// The bytes of NeuroPawn's Knight board.
#include "driver_bytes.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::acquire;

namespace {

const Frame eight = frame_of({1, -1, 256, -256, 32767, -32768, 0, 515});

std::string eight_bytes(int counter, int positive_off, int negative_off, int end) {
    return bytes({0xA0, counter, 0x00, 0x01, 0xFF,         0xFF,         0x01,
                  0x00, 0xFF,    0x00, 0x7F, 0xFF,         0x80,         0x00,
                  0x00, 0x00,    0x02, 0x03, positive_off, negative_off, end});
}

} // namespace

TEST_CASE("A Knight frame is A0, counter, eight high-byte-first values, two masks, and C0") {
    CHECK(encode("knight", eight, 5) == eight_bytes(5, 0, 0, 0xC0));

    const Decoded got = decode("knight", eight_bytes(5, 0, 0, 0xC0) + eight_bytes(6, 0, 0, 0xC0));

    REQUIRE(got.frames.size() == 2);
    CHECK(got.frames[0].counter == 5);
    for (std::size_t i = 0; i < 8; ++i) {
        CHECK(got.frames[0].counts[i] == eight.counts[i]);
    }
    CHECK(got.frames[0].channels_off.none());
    CHECK(decode("knight", eight_bytes(5, 0, 0, 0xC1) + eight_bytes(6, 0, 0, 0xC1)).frames.empty());
}

TEST_CASE("A Knight channel has no contact where either of its electrodes has none") {
    const Decoded got =
        decode("knight", eight_bytes(5, 0x01, 0x84, 0xC0) + eight_bytes(6, 0, 0, 0xC0));

    REQUIRE(got.frames.size() == 2);
    CHECK(got.frames[0].channels_off == ChannelSet{0x85});
}

TEST_CASE("A Knight count is 4 V over 32767 at a gain of 12") {
    CHECK(description_of("knight").channels[0].uv_per_count == Approx(10.1729).epsilon(1e-4));
}
