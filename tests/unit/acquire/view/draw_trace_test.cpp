#include "acquire/view/draw_trace.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>

namespace ecg::acquire {
namespace {

DotColumn at(float value) {
    return {DotColumn::Kind::signal, value, value, value, value};
}

DotColumn of_kind(DotColumn::Kind kind) {
    DotColumn column;
    column.kind = kind;
    return column;
}

/// Rows of a box that fills the picture; a line is 1 mV high unless scale says so.
std::vector<std::string> drawn(const std::vector<DotColumn>& columns, int rows, int characters,
                               const TraceScale& scale) {
    Picture picture{rows, characters};
    draw_trace(picture, {0, 0, rows, characters}, columns, scale);
    std::vector<std::string> lines;
    for (int row = 0; row < rows; ++row) {
        lines.push_back(picture.text(row));
    }
    return lines;
}

constexpr TraceScale one_millivolt{0, {1}, true};
constexpr TraceScale in_ascii{0, {1}, false};

using Lines = std::vector<std::string>;

TEST_CASE("A line at rest runs through the middle of its box") {
    const std::vector<DotColumn> rest(4, at(0));

    CHECK(drawn(rest, 3, 2, one_millivolt) == Lines{"", "⠤⠤", ""});
    CHECK(drawn(rest, 3, 2, in_ascii) == Lines{"", "..", ""});
}

TEST_CASE("A millivolt is as high as the scale says") {
    const std::vector<DotColumn> above(2, at(1));
    const std::vector<DotColumn> below(2, at(-1));

    CHECK(drawn(above, 3, 1, one_millivolt) == Lines{"⠤", "", ""});
    CHECK(drawn(below, 3, 1, one_millivolt) == Lines{"", "", "⠤"});
    CHECK(drawn(above, 3, 1, {1, {1}, true}) == Lines{"", "⠤", ""});
    CHECK(drawn(above, 5, 1, {0, {0.5}, true}) == Lines{"⠤", "", "", "", ""});
}

TEST_CASE("A step is drawn without a break, and without a dot twice in a row") {
    CHECK(drawn({at(0), at(1), at(0), at(0)}, 3, 2, one_millivolt) == Lines{"⢠⡀", "⠜⠧", ""});
}

TEST_CASE("A peak within one dot is drawn as high as it is") {
    DotColumn peak = at(0);
    peak.high = 1;

    CHECK(drawn({at(0), peak, at(0), at(0)}, 3, 2, one_millivolt) == Lines{"⢠", "⠼⠤", ""});
    CHECK(drawn({at(0), peak, at(0), at(0)}, 3, 2, in_ascii) == Lines{"_", "|.", ""});
}

TEST_CASE("Lost samples are a shade, with nothing drawn from one side to the other") {
    std::vector<DotColumn> columns(8, at(0));
    columns[2] = columns[3] = columns[4] = of_kind(DotColumn::Kind::lost);

    CHECK(drawn(columns, 3, 4, one_millivolt) == Lines{" ░░", "⠤░░⠤", " ░░"});
    CHECK(drawn(columns, 3, 4, in_ascii) == Lines{" ::", ".::.", " ::"});
}

TEST_CASE("A lead without contact says so") {
    const std::vector<DotColumn> columns(26, of_kind(DotColumn::Kind::no_contact));

    CHECK(drawn(columns, 3, 13, one_millivolt) == Lines{"", "no contact  n", ""});
}

TEST_CASE("A trace beyond its box is an arrow, not a line at its edge") {
    const std::vector<DotColumn> columns{at(9), at(9), at(0), at(0), at(-9), at(-9)};

    CHECK(drawn({columns[0], columns[1]}, 3, 1, one_millivolt) == Lines{"▲", "", ""});
    CHECK(drawn({columns[4], columns[5]}, 3, 1, in_ascii) == Lines{"", "", "v"});
    CHECK(drawn({at(1e30F), at(-1e30F)}, 3, 1, one_millivolt).size() == 3);
}

TEST_CASE("The moving gap is blank") {
    std::vector<DotColumn> columns(6, at(0));
    columns[2] = columns[3] = of_kind(DotColumn::Kind::blank);

    CHECK(drawn(columns, 1, 3, one_millivolt) == Lines{"⠤ ⠤"});
}

} // namespace
} // namespace ecg::acquire
