#include "cli/progress.hpp"
#include "support/catch.hpp"

using namespace ecg;

TEST_CASE("A bar shows the share that is done and the time that is left") {
    CHECK(cli::progress_text(50, 200, "files", 130) ==
          "[######                  ] 50 of 200 files, 2 min 10 s left");
    CHECK(cli::progress_text(200, 200, "files", -1) ==
          "[########################] 200 of 200 files");
    CHECK(cli::progress_text(1, 2, "files", 4000) ==
          "[############            ] 1 of 2 files, 1 h 6 min left");
}

TEST_CASE("Without a known end there is a count and no bar") {
    CHECK(cli::progress_text(1200, 0, "lines", -1) == "1200 lines");
}
