// The bytes of Zephyr's BioHarness.
#include "driver_bytes.hpp"
#include "support/catch.hpp"

#include <array>

using namespace ecg;
using namespace ecg::acquire;

namespace {

/// 1, 1023, 512, 341 and 59 times 512, in packet 3.
std::string packet() {
    std::string all = bytes({0x02, 0x22, 88, 0x03,           //
                             0xE4, 0x07, 0x01, 0x01,         // 2020, January, 1
                             0xF4, 0x02, 0x00, 0x00,         // 756 ms
                             0x01, 0xFC, 0x0F, 0x60, 0x55}); // four samples in five bytes
    for (int i = 0; i < 14; ++i) {
        all += bytes({0x00, 0x02, 0x08, 0x20, 0x80});
    }
    return all + bytes({0x00, 0x02, 0x08, 0x20, 0xA2, 0x03});
}

} // namespace

TEST_CASE("A BioHarness packet is 63 samples of ten bits, packed from the lowest bit on") {
    const Decoded got = decode("bioharness", packet());

    REQUIRE(got.frames.size() == 63);
    CHECK(got.frames[0].counter == 189);
    CHECK(got.frames[62].counter == 251);
    const std::array first{1, 1023, 512, 341, 512};
    for (std::size_t i = 0; i < first.size(); ++i) {
        CHECK(got.frames[i].counts[0] == first[i]);
    }
    CHECK(got.frames[62].counts[0] == 512);
}

TEST_CASE("A BioHarness packet is made as it is read") {
    const ChosenDriver chosen = choose_driver("bioharness");
    const auto encoder = chosen.driver->encoder(chosen.options);
    std::string made;
    for (std::int64_t i = 189; i < 252; ++i) {
        const std::array first{1.0, 1023.0, 512.0, 341.0};
        const auto at = static_cast<std::size_t>(i - 189);
        made += encoder->encode(frame_of({at < first.size() ? first[at] : 512.0}), i);
    }

    CHECK(made == packet());
}

TEST_CASE("A BioHarness packet with a wrong CRC, length or end is none") {
    for (const std::size_t at : {2UL, 40UL, 91UL, 92UL}) {
        std::string hurt = packet();
        hurt[at] = static_cast<char>(hurt[at] ^ 0x10);

        CHECK(decode("bioharness", hurt).frames.empty());
        CHECK(decode("bioharness", hurt + packet()).frames.size() == 63);
    }
}

TEST_CASE("A BioHarness is asked for its ECG and says that it was") {
    const ChosenDriver chosen = choose_driver("bioharness");

    CHECK(chosen.driver->scripts(chosen.options).start.at(0).send ==
          bytes({0x02, 0x16, 0x01, 0x01, 0x5E, 0x03}));
    const Decoded got = decode("bioharness", bytes({0x02, 0x16, 0x00, 0x00, 0x06}));
    REQUIRE(got.replies.size() == 1);
    CHECK(got.replies[0] == Reply{ReplyKind::acknowledged, "\x16"});
}
