// The bytes of PLUX's BITalino.
#include "driver_bytes.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::acquire;

namespace {

/// 677 with counter 9; the CRC is worked out by hand with the maker's table of nibbles.
const std::string one = bytes({0x94, 0x0A, 0x97});

std::string some(std::int64_t first, std::int64_t count, double value = 500) {
    std::string all;
    for (std::int64_t i = first; i < first + count; ++i) {
        all += encode("bitalino", frame_of({value + static_cast<double>(i)}), i);
    }
    return all;
}

} // namespace

TEST_CASE("A BITalino frame of one channel is ten bits, four lines, counter and CRC") {
    CHECK(encode("bitalino", frame_of({677}), 9) == one);
    CHECK(encode("bitalino", frame_of({677}), 16 + 9) == one);

    const Decoded got = decode("bitalino", some(6, 3) + one + some(10, 3));

    REQUIRE(got.frames.size() == 7);
    CHECK(got.frames[3].counts[0] == 677);
    CHECK(got.frames[3].counter == 9);
}

TEST_CASE("A BITalino frame with any bit turned is not believed") {
    for (unsigned bit = 0; bit < 24; ++bit) {
        std::string hurt = one;
        hurt[bit / 8] = static_cast<char>(hurt[bit / 8] ^ 1 << bit % 8);

        const Decoded got = decode("bitalino", some(5, 4) + hurt + some(10, 4));

        CHECK(got.frames.size() == 8);
    }
}

TEST_CASE("A single BITalino frame proves nothing, three in a row do") {
    CHECK(decode("bitalino", one).frames.empty());
    CHECK(decode("bitalino", some(0, 2)).frames.empty());
    CHECK(decode("bitalino", some(0, 3)).frames.size() == 3);
    CHECK(decode("bitalino", bytes({0x55, 0xAA, 0x31, 0x55}) + some(0, 4)).frames.size() == 4);
}

TEST_CASE("A BITalino is told rate and channel in one byte each") {
    const ChosenDriver chosen = choose_driver("bitalino:channel=3,rate=100");
    const Scripts scripts = chosen.driver->scripts(chosen.options);

    REQUIRE(scripts.start.size() == 2);
    CHECK(scripts.start[0].send == "\x83");
    CHECK(scripts.start[1].send == "\x11"); // 01 and the third bit of the mask at bit 2
    CHECK(scripts.stop.at(0).send == std::string{'\0'});
}

TEST_CASE("A BITalino tells its firmware as a line") {
    const Decoded got = decode("bitalino", "BITalino_v5.2\n" + some(0, 4));

    REQUIRE(got.replies.size() == 1);
    CHECK(got.replies[0] == Reply{ReplyKind::firmware, "BITalino_v5.2"});
    CHECK(got.frames.size() == 4);
}

TEST_CASE("A count of BITalino's ECG sensor is 2.93 microvolts") {
    CHECK(description_of("bitalino").channels[0].uv_per_count == Approx(2.9297).epsilon(1e-4));
}
