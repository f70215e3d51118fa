#include "acquire/wire/open_transport.hpp"
#include "support/catch.hpp"
#include "support/transport_reading.hpp"

using namespace ecg;
using namespace ecg::acquire;
using Catch::Matchers::Contains;
using ecg::test::trouble;

TEST_CASE("speeds from 50 to 4000000 baud can be had, and no others") {
    for (const int baud : {50, 57'600, 250'000, 4'000'000}) {
        CHECK_NOTHROW(check_line({baud}));
    }
    for (const int baud : {-5, 0, 49, 4'000'001}) {
        CHECK(trouble(ErrorKind::usage, [&] { check_line({baud}); }) ==
              std::to_string(baud) + " baud: speeds go from 50 to 4000000");
        CHECK_THAT(trouble(ErrorKind::usage, [&] { open_transport("/dev/null", {{baud}}); }),
                   Contains("speeds go from"));
    }
    CHECK_THROWS_AS(check_line({9600, 9}), Error);
    CHECK_THROWS_AS(check_line({9600, 8, Parity::none, 3}), Error);
}

TEST_CASE("a frame is read and told in the usual three letters") {
    LineSettings line;
    CHECK(words_of(line) == "115200 8N1");
    set_frame(line, "7e2");
    line.baud = 9600;
    CHECK(words_of(line) == "9600 7E2");
    set_frame(line, "8O1");
    CHECK(line == LineSettings{9600, 8, Parity::odd, 1});

    for (const char* wrong : {"", "8N", "9N1", "4N1", "8X1", "8N3", "8N11", "N81"}) {
        CHECK_THAT(trouble(ErrorKind::usage, [&] { set_frame(line, wrong); }), Contains("8N1"));
    }
}

TEST_CASE("a line that is full to nine tenths is tight") {
    CHECK(tight_line({}, Hertz{500}, 22) == "500 Hz x 22 bytes needs 110000 baud of 115200");
    CHECK(tight_line({}, Hertz{1000}, 22) ==
          "1000 Hz x 22 bytes needs 220000 baud and does not fit 115200");
    CHECK_FALSE(tight_line({}, Hertz{80}, 40));
    CHECK_FALSE(tight_line({100'000}, Hertz{450}, 20)); // just nine tenths
    CHECK(tight_line({100'000}, Hertz{451}, 20));
    CHECK(tight_line({100'000, 8, Parity::even, 2}, Hertz{400}, 20)); // 12 bits a byte
    CHECK(tight_line({9600}, Hertz{186.5}, 33.25) ==
          "186.5 Hz x 33.25 bytes needs 62011 baud and does not fit 9600");
}
