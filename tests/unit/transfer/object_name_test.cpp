#include "support/catch.hpp"
#include "transfer/object_name.hpp"

#include <algorithm>

using namespace ecg;
using namespace ecg::transfer;

namespace {

const UtcTime late = *parse_utc("2025-01-08T23:59:59.999Z");

std::string name_of(std::string_view file) {
    return report_object_name(late, sha256("abc"), file);
}

} // namespace

TEST_CASE("A report's name is its day, the digest of its bytes and how its file name ends") {
    CHECK(name_of("report.pdf") == "ecg-reports/2025/01/08/ba7816bf8f01cfea414140de5dae2223.pdf");
    CHECK(name_of("SESSION.JSONL") ==
          "ecg-reports/2025/01/08/ba7816bf8f01cfea414140de5dae2223.jsonl");
    CHECK(report_object_name({0}, sha256(""), "a.pdf") ==
          "ecg-reports/1970/01/01/e3b0c44298fc1c149afbf4c8996fb924.pdf");
}

TEST_CASE("Nothing else of a file name gets into an object's name") {
    const std::string bare = "ecg-reports/2025/01/08/ba7816bf8f01cfea414140de5dae2223";

    for (const char* file : {"", "pdf.", ".", "Jane.Doe", "Jane Doe 1950-01-01", "a.pdf/../x",
                             "a.p\r\nd", "x.pdf\n", "x.é", "..", "a.\xF0\x9F\xAB\x80"}) {
        CHECK(name_of(file) == bare);
    }
    CHECK(name_of("Jane Doe/../../+=@:,;()'!*\n.pdf") == bare + ".pdf");
    CHECK(name_of(std::string(300, 'x') + ".csv") == bare + ".csv");
}
