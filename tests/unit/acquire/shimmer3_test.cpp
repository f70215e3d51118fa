// The bytes of a Shimmer3 ECG unit.
#include "driver_bytes.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::acquire;

namespace {

std::string packet(int ticks, int last = 0x03) {
    return bytes({0x00, ticks & 0xFF, ticks >> 8 & 0xFF, ticks >> 16, //
                  0x00, 0x00, 0x00, 0x01, 0xFF, 0xFF, 0xFF,           // LL-RA 1, LA-RA -1
                  0x00, 0x11, 0x22, 0x33, 0x01, 0x02, last});         // respiration, chest
}

} // namespace

TEST_CASE("A Shimmer3 packet is 00, time low byte first, and four values high byte first") {
    const Decoded got = decode("shimmer3", packet(0x010203) + packet(0x010243));

    REQUIRE(got.frames.size() == 2);
    CHECK(got.frames[0].ticks == 0x010203);
    CHECK_FALSE(got.frames[0].counter.has_value());
    CHECK(got.frames[0].counts[0] == 1);
    CHECK(got.frames[0].counts[1] == -1);
    CHECK(got.frames[0].counts[2] == 0x010203);

    std::string made = packet(64 * 3);
    made.replace(12, 3, 3, '\0');
    CHECK(encode("shimmer3", frame_of({1, -1, 0x010203}), 3) == made);
}

TEST_CASE("Times of a Shimmer3 go on over their end, and over a loss") {
    const Decoded got = decode("shimmer3", packet(0xFFFFC0) + packet(0) + packet(64 * 5));

    REQUIRE(got.frames.size() == 3);
    CHECK(got.frames[1].ticks == 0);
    CHECK(got.frames[2].ticks == 320);
}

TEST_CASE("Zeros are not taken for Shimmer3 packets, whose times must pass") {
    CHECK(decode("shimmer3", std::string(1000, '\0')).frames.empty());
    CHECK(decode("shimmer3", packet(640)).frames.empty()); // alone, it has nothing to prove it
    CHECK(decode("shimmer3", std::string(7, '\0') + packet(640) + packet(704)).frames.size() == 2);
}

TEST_CASE("A Shimmer3 packet that lost bytes does not end with those of the next one") {
    const Decoded got =
        decode("shimmer3", packet(64) + packet(128) + packet(192, 0x04).substr(0, 17) +
                               packet(256) + packet(320));

    REQUIRE(got.frames.size() == 4);
    CHECK(got.frames[1].ticks == 128);
    CHECK(got.frames[2].ticks == 256);
}

TEST_CASE("A Shimmer3 acknowledges every command, and tells firmware, rate and channels") {
    const Decoded got = decode(
        "shimmer3", bytes({0xFF, 0xFF, 0x2F, 3, 0, 0, 0, 11, 0, //
                           0xFF, 0x02, 64,   0, 0, 0, 0, 0,  6, 1, 29, 30, 31, 32, 33, 34, 0xFF}) +
                        packet(0) + packet(64));

    REQUIRE(got.replies.size() == 6);
    CHECK(got.replies[0] == Reply{ReplyKind::acknowledged, ""});
    CHECK(got.replies[2] == Reply{ReplyKind::firmware, "0.11.0"});
    CHECK(got.replies[4] == Reply{ReplyKind::text, "rate 512, channels 29 30 31 32 33 34"});
    CHECK(got.frames.size() == 2);
}

TEST_CASE("A Shimmer3 is told its rate as ticks a sample") {
    const ChosenDriver chosen = choose_driver("shimmer3:rate=256");
    const Scripts scripts = chosen.driver->scripts(chosen.options);

    CHECK(scripts.start.at(0).send == bytes({0x08, 0x18, 0x00, 0x00}));
    CHECK(scripts.start.at(1).send == bytes({0x05, 0x80, 0x00}));
    CHECK(description_of("shimmer3").channels[0].uv_per_count == Approx(0.04808).epsilon(1e-3));
}
