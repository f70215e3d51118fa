// The bytes of iBio parameter boards.
#include "driver_bytes.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::acquire;

namespace {

// 0880 and 0FFF: bit 7 of the second and the fourth byte stands in the head
const std::string wave = bytes({0x05, 0x8A, 0x88, 0x80, 0x8F, 0xFF, 0x80, 0xA5});

bool is_off(const Frame& frame, synth::Electrode electrode) {
    return frame.electrodes_off.test(static_cast<std::size_t>(electrode));
}

} // namespace

TEST_CASE("An iBio wave packet carries the high bits of its data in its head") {
    CHECK(encode("ibio", frame_of({0x0880, 0x0FFF}), 0) == wave);

    const Decoded got = decode("ibio", wave);

    REQUIRE(got.frames.size() == 1);
    CHECK(got.frames[0].counts[0] == 0x0880);
    CHECK(got.frames[0].counts[1] == 0x0FFF);
}

TEST_CASE("An iBio packet with any bit turned is none") {
    for (std::size_t bit = 0; bit < 8 * wave.size(); ++bit) {
        std::string hurt = wave;
        hurt[bit / 8] = static_cast<char>(hurt[bit / 8] ^ 1 << bit % 8);
        const Decoded got = decode("ibio", hurt + wave);

        CHECK(got.frames.size() == 1);
        CHECK(got.frames.back().counts[0] == 0x0880);
    }
}

TEST_CASE("An iBio board tells lost electrodes in a packet of their own, until the next such") {
    const std::string lost = bytes({0x06, 0x80, 0x85, 0x80, 0x8B}); // LL and RA
    const std::string good = bytes({0x06, 0x80, 0x80, 0x80, 0x86});

    const Decoded got = decode("ibio", wave + lost + wave + wave + good + wave);

    REQUIRE(got.frames.size() == 4);
    CHECK(got.frames[0].electrodes_off.none());
    CHECK(is_off(got.frames[2], synth::Electrode::LL));
    CHECK(is_off(got.frames[2], synth::Electrode::RA));
    CHECK_FALSE(is_off(got.frames[2], synth::Electrode::LA));
    CHECK(got.frames[3].electrodes_off.none());
}

TEST_CASE("What is lost between two iBio packets is told as damaged samples") {
    std::string hurt = wave;
    hurt[3] = '\x81'; // was 80

    const Decoded got = decode("ibio", wave + hurt + wave);

    REQUIRE(got.frames.size() == 3);
    CHECK(got.frames[1].damaged);
}

TEST_CASE("An iBio board acknowledges a command by its number") {
    const Decoded got = decode("ibio", bytes({0x04, 0x80, 0xC5, 0x80, 0xC9}));

    REQUIRE(got.replies.size() == 1);
    CHECK(got.replies[0] == Reply{ReplyKind::acknowledged, "\x45"});
}
