#include "accuracy/calibration.hpp"
#include "support/catch.hpp"

using namespace ecg::accuracy;

TEST_CASE("The share inside counts errors that do not exceed their own uncertainty") {
    Calibration calibration;
    CHECK_FALSE(calibration.share_inside());

    calibration.add({-5, 5});
    calibration.add({6, 5});
    calibration.add({9, 10});
    calibration.add({0, 1});

    CHECK(*calibration.share_inside() == Approx(75));
    CHECK(*calibration.median_sigma_ms() == Approx(5));
    CHECK(*calibration.usual_error_ms() == Approx(6)); // of 0, 5, 6, 9
}

TEST_CASE("Points that match bring their own uncertainty along") {
    PointLists reference;
    reference[4] = {1.0, 2.0};
    UncertainPoints found;
    found[4] = {{0.5, 1}, {1.004, 5}, {2.2, 9}};
    Calibrations all;

    add_calibration(all, reference, found);

    CHECK(all[4].size() == 1);
    CHECK(*all[4].share_inside() == Approx(100));
    CHECK(all[3].size() == 0);
}
