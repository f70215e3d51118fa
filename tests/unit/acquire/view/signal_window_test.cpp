#include "acquire/view/signal_window.hpp"
#include "signals_seen.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace ecg::acquire {
namespace {

Presence seen(const SignalWindow& window, std::int64_t index) {
    return presence_of(window.at(0, index));
}

TEST_CASE("Samples between two pieces are lost ones") {
    SignalWindow window;
    window.add(piece_of(100, 50, {1, 2}));
    window.add(piece_of(100, 54, {5, missing}));

    CHECK(window.begin() == 50);
    CHECK(window.end() == 56);
    CHECK(window.at(0, 51) == 2);
    CHECK(seen(window, 52) == Presence::lost);
    CHECK(seen(window, 53) == Presence::lost);
    CHECK(window.at(0, 54) == 5);
    CHECK(seen(window, 55) == Presence::lost);
    CHECK(seen(window, 49) == Presence::lost);
    CHECK(seen(window, 56) == Presence::lost);
}

TEST_CASE("What is missing of a lead whose electrode is off has no contact") {
    Recording piece = piece_of(100, 0, {missing, 1});
    piece.electrodes_off = {"II"};
    SignalWindow window;
    window.add(piece);

    CHECK(window.is_off(0));
    CHECK(seen(window, 0) == Presence::no_contact);
    CHECK(window.at(0, 1) == 1); // kept, where the user wants it
}

TEST_CASE("Half a minute is remembered") {
    SignalWindow window;
    for (int second = 0; second < 70; ++second) {
        window.add(piece_of(10, 10 * second, std::vector<double>(10, second)));
    }

    CHECK(window.end() == 700);
    CHECK(window.begin() == 400);
    CHECK(seen(window, 399) == Presence::lost);
    CHECK(window.at(0, 400) == 40);
    CHECK(window.at(0, 699) == 69);
}

TEST_CASE("A gap longer than what is remembered leaves nothing of before") {
    SignalWindow window;
    window.add(piece_of(10, 0, std::vector<double>(300, 7)));
    window.add(piece_of(10, 5000, {1}));

    CHECK(window.end() == 5001);
    CHECK(seen(window, 4999) == Presence::lost);
    CHECK(seen(window, window.begin()) == Presence::lost);
    CHECK(window.at(0, 5000) == 1);
}

TEST_CASE("Another rate begins anew") {
    SignalWindow window;
    window.add(piece_of(100, 0, {1, 2, 3}));
    window.add(piece_of(200, 3, {4}));

    CHECK(window.rate() == SampleRate{Hertz{200}});
    CHECK(window.begin() == 3);
    CHECK(window.end() == 4);
}

TEST_CASE("The last of a window is a recording with its own place in the session") {
    SignalWindow window;
    window.add(piece_of(10, 0, {1, 2, 3, missing, 5}));

    const Recording last = window.last(Seconds{0.3}, {0});

    CHECK(last.first_sample == 2);
    REQUIRE(last.sample_count() == 3);
    CHECK(last.leads[0].name == "II");
    CHECK(last.leads[0].samples[0] == 3);
    CHECK(std::isnan(last.leads[0].samples[1]));
    CHECK(last.leads[0].samples[2] == 5);
}

} // namespace
} // namespace ecg::acquire
