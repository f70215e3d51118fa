#include "cli/progress.hpp"
#include "support/catch.hpp"

using namespace ecg;

TEST_CASE("A bar shows the share that is done, the pace and the time that is left") {
    CHECK(cli::progress_text(50, 200, "files", {130, 1.54}, 79) ==
          "[######                  ] 50 of 200 files, 1.5/s, 2 min 10 s left");
    CHECK(cli::progress_text(200, 200, "files", {-1, 850.3}, 79) ==
          "[########################] 200 of 200 files, 850/s");
    CHECK(cli::progress_text(1, 2, "files", {4000, 0.2}, 79) ==
          "[############            ] 1 of 2 files, 12/min, 1 h 6 min left");
    CHECK(cli::progress_text(0, 2, "files", {}, 79) == "[                        ] 0 of 2 files");
}

TEST_CASE("A bar is never wider than the terminal: first it shrinks, then the words do") {
    const cli::ProgressPace pace{9, 850};
    CHECK(cli::progress_text(5500, 11000, "items", pace, 59) ==
          "[##########          ] 5500 of 11000 items, 850/s, 9 s left");
    CHECK(cli::progress_text(5500, 11000, "items", pace, 45) ==
          "[###   ] 5500 of 11000 items, 850/s, 9 s left");
    CHECK(cli::progress_text(5500, 11000, "items", pace, 39) ==
          "5500 of 11000 items, 850/s, 9 s left");
    CHECK(cli::progress_text(5500, 11000, "items", pace, 35) == "5500 of 11000 items, 9 s left");
    CHECK(cli::progress_text(5500, 11000, "items", pace, 12) == "5500 of 1100");
    for (std::size_t columns = 0; columns < 100; ++columns) {
        CHECK(cli::progress_text(5500, 11000, "items", pace, columns).size() <= columns);
        CHECK(cli::progress_text(1200, 0, "lines", {}, columns).size() <= columns);
    }
}

TEST_CASE("Without a known end there is a count and no bar") {
    CHECK(cli::progress_text(1200, 0, "lines", {}, 79) == "1200 lines");
}
