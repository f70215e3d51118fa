// The bytes of Olimex's SHIELD-EKG-EMG.
#include "driver_bytes.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::acquire;

namespace {

const Frame six = frame_of({0, 1, 512, 1023, 258, 767});

std::string six_bytes(int counter, int buttons) {
    return bytes({0xA5, 0x5A, 0x02, counter, 0x00, 0x00, 0x00, 0x01, 0x02, 0x00, 0x03, 0xFF, 0x01,
                  0x02, 0x02, 0xFF, buttons});
}

} // namespace

TEST_CASE("An Olimex frame is A5, 5A, 02, counter, six values of two bytes, and the buttons") {
    CHECK(encode("olimex", six, 260) == six_bytes(4, 0x01));

    const Decoded got = decode("olimex", six_bytes(4, 0x00) + six_bytes(5, 0x00));

    REQUIRE(got.frames.size() == 2);
    CHECK(got.frames[0].counter == 4);
    for (std::size_t i = 0; i < 6; ++i) {
        CHECK(got.frames[0].counts[i] == six.counts[i]);
    }
}

TEST_CASE("An Olimex frame that lost its last byte does not take the first of the next one") {
    const Decoded got = decode("olimex", six_bytes(4, 1) + six_bytes(5, 1).substr(0, 16) +
                                             six_bytes(6, 1) + six_bytes(7, 1));

    REQUIRE(got.frames.size() == 3);
    CHECK(got.frames[0].counter == 4);
    CHECK(got.frames[1].counter == 6);
    CHECK(got.frames[2].counter == 7);
}

TEST_CASE("Olimex's own firmware is at 57600 baud, the fork at 115200") {
    CHECK(description_of("olimex").line.baud == 57600);
    CHECK(description_of("olimex").rate == Hertz{256});
    CHECK(description_of("olimex:firmware=fork").line.baud == 115200);
    CHECK(description_of("olimex:firmware=fork").rate == Hertz{125});
}
