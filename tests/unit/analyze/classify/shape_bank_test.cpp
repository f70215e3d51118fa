#include "analyze/classify/shape_bank.hpp"
#include "support/catch.hpp"

#include <cmath>

using namespace ecg::analyze;

namespace {

/// One lead with a bump of that height at the fiducial, so many points wide.
BeatLook bump(double width, double height, double late = 0) {
    BeatLook look;
    look.leads.resize(1);
    for (std::size_t k = 0; k < whole_look.size(); ++k) {
        const double z = (static_cast<double>(k) - look_fiducial - late) / width;
        look.leads[0].push_back(static_cast<float>(height * std::exp(-z * z / 2)));
    }
    return look;
}

} // namespace

TEST_CASE("Beats that look alike join a shape whatever their height, others found another") {
    ShapeBank bank;

    const auto shapes = bank.sort({bump(1.5, 1), bump(1.5, 1.4), bump(5, -1), bump(1.5, 0.9, 1)});

    CHECK(shapes[1] == shapes[0]);
    CHECK(shapes[2] != shapes[0]);
    CHECK(shapes[3] == shapes[0]); // a point later
    CHECK(bank.dominant() == shapes[0]);
}

TEST_CASE("Of shapes as frequent as each other the narrow one is dominant") {
    ShapeBank bank;

    const auto shapes = bank.sort({bump(5, -1), bump(1.5, 1), bump(5, -1), bump(1.5, 1)});

    CHECK(bank.dominant() == shapes[1]);
}

TEST_CASE("A shape is remembered in minutes that do not show it, and forgotten in the end") {
    ShapeBank bank;
    bank.sort(std::vector<BeatLook>(40, bump(1.5, 1)));
    const int id = bank.shapes()[0].id;
    bank.sort(std::vector<BeatLook>(12, bump(5, -1)));
    CHECK(bank.shapes()[bank.dominant()].id == id);

    for (int minute = 0; minute < 20; ++minute) {
        bank.sort(std::vector<BeatLook>(40, bump(5, -1)));
    }

    REQUIRE(bank.shapes().size() == 1);
    CHECK(bank.shapes()[0].id != id);
}

TEST_CASE("A lead that is not usable in one of two looks does not count") {
    BeatLook two = bump(1.5, 1);
    two.leads.push_back(bump(5, -1).leads[0]);
    BeatLook one = bump(1.5, 1);
    one.leads.emplace_back();

    CHECK(qrs_likeness(two, one).correlation == Approx(1));
    CHECK(likeness(BeatLook{{{}, {}}}, one, around_qrs).correlation == 0);
}
