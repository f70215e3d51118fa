#include "acquire/view/sweep.hpp"
#include "signals_seen.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace ecg::acquire {
namespace {

/// A letter a column: s signal, - lost, x no contact, blank.
std::string kinds(const std::vector<DotColumn>& columns) {
    std::string text;
    for (const DotColumn& column : columns) {
        text += " s-x"[static_cast<int>(column.kind)];
    }
    return text;
}

/// Twenty dots, two seconds across, at 100 Hz: ten samples a dot.
std::string swept(const SignalWindow& window, std::int64_t end) {
    return kinds(columns_of(window, 0, sweep_of(window, end, 20, Seconds{2})));
}

TEST_CASE("The first sweep fills the screen from the left") {
    SignalWindow window;
    window.add(piece_of(100, 0, std::vector<double>(75)));

    CHECK(swept(window, window.end()) == "ssssssss            ");
}

TEST_CASE("A later sweep runs over the one before, behind a gap") {
    SignalWindow window;
    window.add(piece_of(100, 0, std::vector<double>(250)));

    CHECK(swept(window, window.end()) == "sssss    sssssssssss");
}

TEST_CASE("The gap moves past the right edge to the left one") {
    SignalWindow window;
    window.add(piece_of(100, 0, std::vector<double>(380)));

    CHECK(swept(window, window.end()) == "  ssssssssssssssss  ");
}

TEST_CASE("Lost samples and leads without contact are never a signal") {
    SignalWindow window;
    window.add(piece_of(100, 0, std::vector<double>(20)));
    window.add(piece_of(100, 40, std::vector<double>(20)));
    Recording off = piece_of(100, 60, std::vector<double>(20, missing));
    off.electrodes_off = {"II"};
    window.add(off);

    CHECK(swept(window, window.end()) == "ss--ssxx            ");
}

TEST_CASE("While nothing comes the sweep goes on without a signal") {
    SignalWindow window;
    window.add(piece_of(100, 0, std::vector<double>(50)));

    CHECK(swept(window, 80) == "sssss---            ");
}

TEST_CASE("A session that went on after a crash is blank where it was before") {
    SignalWindow window;
    window.add(piece_of(100, 1000, std::vector<double>(50)));

    CHECK(swept(window, window.end()) == "sssss               ");
}

TEST_CASE("A column holds the whole range of its samples") {
    SignalWindow window;
    window.add(piece_of(100, 0, {1, 5, -2, 0, 0, 0, 0, 0, 0, 3}));

    const auto columns = columns_of(window, 0, sweep_of(window, 10, 20, Seconds{2}));

    CHECK(columns[0].low == -2);
    CHECK(columns[0].high == 5);
    CHECK(columns[0].first == 1);
    CHECK(columns[0].last == 3);
}

TEST_CASE("Between two samples that are further apart than dots there is a straight line") {
    SignalWindow window;
    window.add(piece_of(10, 0, {0, 4, 8}));

    const auto columns = columns_of(window, 0, sweep_of(window, 3, 40, Seconds{1}));

    CHECK(kinds(columns).substr(0, 12) == "sssssssss   ");
    CHECK(columns[2].low == Approx(2.5));
    CHECK(columns[8].high == 8);
}

TEST_CASE("A trace keeps still until its middle has moved by more than the patience") {
    SignalWindow window;
    window.add(piece_of(100, 0, std::vector<double>(100, 2.0)));
    const Sweep sweep = sweep_of(window, window.end(), 20, Seconds{2});

    CHECK(centre_of(window, 0, sweep, std::nullopt, 0.5) == 2.0);
    CHECK(centre_of(window, 0, sweep, 1.6, 0.5) == 1.6);
    CHECK(centre_of(window, 0, sweep, 1.4, 0.5) == 2.0);
}

TEST_CASE("A lead without any sample has no middle, or the one that it had") {
    SignalWindow window;
    window.add(piece_of(100, 0, std::vector<double>(100, missing)));
    const Sweep sweep = sweep_of(window, window.end(), 20, Seconds{2});

    CHECK_FALSE(centre_of(window, 0, sweep, std::nullopt, 0.5).has_value());
    CHECK(centre_of(window, 0, sweep, 1.0, 0.5) == 1.0);
}

} // namespace
} // namespace ecg::acquire
