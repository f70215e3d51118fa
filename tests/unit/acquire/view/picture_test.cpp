#include "acquire/view/picture.hpp"

#include <catch2/catch.hpp>

namespace ecg::acquire {
namespace {

TEST_CASE("What stands outside a picture is left out") {
    Picture picture{2, 5};

    CHECK(picture.write(0, 3, "lead") == 7);
    picture.write(2, 0, "below");
    picture.write(1, -2, "left");
    picture.write_right(1, "z");

    CHECK(picture.text(0) == "   le");
    CHECK(picture.text(1) == "ft  z");
}

TEST_CASE("Nothing in a text can steer the terminal, and every character takes one column") {
    Picture picture{1, 20};

    picture.write(0, 0, "a\x1b[2J \xC3\xBC \xE5\xBF\x83 \xC2\x9B z");

    CHECK(picture.text(0) == "a?[2J \xC3\xBC ? ? z");
}

TEST_CASE("A picture of another size is drawn whole on an empty screen") {
    Picture now{1, 3};
    now.write(0, 1, "ab");

    CHECK(bytes_between({0, 0}, now, true) == "\x1b[0m\x1b[2J\x1b[1;2Hab");
}

TEST_CASE("Only what differs is sent") {
    Picture before{2, 30};
    before.write(0, 0, "I");
    before.write(1, 0, "II");
    Picture now = before;

    CHECK(bytes_between(before, now, true).empty());

    now.put(1, 4, {U'\u2801', Ink::trace});
    now.put(1, 6, {U'x', Ink::plain});
    now.put(1, 25, {U'y', Ink::plain});

    CHECK(bytes_between(before, now, true) ==
          "\x1b[2;5H\x1b[0;32m\xE2\xA0\x81\x1b[0m x\x1b[2;26Hy");
}

TEST_CASE("Without colour an alarm is inverse and a trace is plain") {
    Picture now{1, 2};
    now.put(0, 0, {U'a', Ink::alarm});
    now.put(0, 1, {U'b', Ink::trace});

    CHECK(bytes_between({1, 2}, now, false) == "\x1b[1;1H\x1b[0;7ma\x1b[0mb\x1b[0m");
}

} // namespace
} // namespace ecg::acquire
