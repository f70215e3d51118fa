// The bytes of Arduino boards with the Chords firmware.
#include "driver_bytes.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::acquire;

namespace {

const Frame six = frame_of({0, 1, 512, 1023, 258, 767});

std::string six_bytes(int counter, int end) {
    return bytes({0xC7, 0x7C, counter, 0x00, 0x00, 0x00, 0x01, 0x02, 0x00, 0x03, 0xFF, 0x01, 0x02,
                  0x02, 0xFF, end});
}

} // namespace

TEST_CASE("A Chords frame is C7, 7C, counter, six values of two bytes, and 01") {
    CHECK(encode("chords", six, 300) == six_bytes(44, 0x01));

    const Decoded got = decode("chords", six_bytes(44, 0x01) + six_bytes(45, 0x01));

    REQUIRE(got.frames.size() == 2);
    CHECK(got.frames[0].counter == 44);
    for (std::size_t i = 0; i < 6; ++i) {
        CHECK(got.frames[0].counts[i] == six.counts[i]);
    }
    CHECK(decode("chords", six_bytes(44, 0x02) + six_bytes(45, 0x02)).frames.empty());
}

TEST_CASE("Ten bits cannot hold more than 1023, so a Chords frame with more is none") {
    const std::string good = six_bytes(1, 0x01) + six_bytes(2, 0x01);
    std::string high = six_bytes(3, 0x01);
    high[7] = '\x04';

    CHECK(decode("chords", good + high).frames.size() == 2);
    CHECK(decode("chords:board=r4", good + high).frames.size() == 3);
    high[7] = '\x40';
    CHECK(decode("chords:board=r4", good + high).frames.size() == 2);
}

TEST_CASE("An UNO R4 has 14 bits, 500 times a second") {
    const Description r4 = description_of("chords:board=r4");

    CHECK(r4.rate == Hertz{500});
    CHECK(r4.channels[5].highest == 16383);
    CHECK(r4.channels[5].zero == 8192);
}

TEST_CASE("A Chords board tells its name as a line of text, then its frames") {
    const Decoded got =
        decode("chords", "UNO-R3\r\nSTOP\r\n" + six_bytes(0, 0x01) + six_bytes(1, 0x01));

    REQUIRE(got.replies.size() == 2);
    CHECK(got.replies[0] == Reply{ReplyKind::model, "UNO-R3"});
    CHECK(got.replies[1] == Reply{ReplyKind::text, "STOP"});
    CHECK(got.frames.size() == 2);
}
