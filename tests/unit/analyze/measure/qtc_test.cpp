#include "analyze/measure/qtc.hpp"
#include "support/catch.hpp"

#include <vector>

using namespace ecg;
using namespace ecg::literals;

TEST_CASE("At 60 beats a minute every formula leaves QT alone") {
    const CorrectedQt qtc = analyze::correct_qt(412ms, 1s);

    CHECK(qtc.bazett->count() == Approx(412));
    CHECK(qtc.fridericia->count() == Approx(412));
    CHECK(qtc.framingham->count() == Approx(412));
    CHECK(qtc.hodges->count() == Approx(412));
    CHECK(qtc.rautaharju->count() == Approx(412));
}

TEST_CASE("QT of 400 ms is corrected as the published tables have it, from 40 to 150 a minute") {
    struct Row {
        double bpm, bazett, fridericia, framingham, hodges, rautaharju;
    };

    const std::vector<Row> rows{
        {40, 326.6, 349.4, 323.0, 365.0, 355.6},  {60, 400.0, 400.0, 400.0, 400.0, 400.0},
        {75, 447.2, 430.9, 430.8, 426.2, 433.3},  {100, 516.4, 474.3, 461.6, 470.0, 488.9},
        {120, 565.7, 504.0, 477.0, 505.0, 533.3}, {150, 632.5, 542.9, 492.4, 557.5, 600.0}};
    for (const Row& row : rows) {
        const CorrectedQt qtc = analyze::correct_qt(400ms, Seconds{60 / row.bpm});

        CAPTURE(row.bpm);
        CHECK(qtc.bazett->count() == Approx(row.bazett).margin(0.06));
        CHECK(qtc.fridericia->count() == Approx(row.fridericia).margin(0.06));
        CHECK(qtc.framingham->count() == Approx(row.framingham).margin(0.06));
        CHECK(qtc.hodges->count() == Approx(row.hodges).margin(0.06));
        CHECK(qtc.rautaharju->count() == Approx(row.rautaharju).margin(0.06));
    }
}

TEST_CASE("Without a positive RR there is no corrected QT") {
    for (const Seconds rr : {0s, -1s}) {
        const CorrectedQt qtc = analyze::correct_qt(400ms, rr);

        CHECK_FALSE(qtc.bazett);
        CHECK_FALSE(qtc.fridericia);
        CHECK_FALSE(qtc.framingham);
        CHECK_FALSE(qtc.hodges);
        CHECK_FALSE(qtc.rautaharju);
    }
}
