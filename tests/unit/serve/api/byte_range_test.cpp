#include "serve/api/byte_range.hpp"
#include "support/catch.hpp"

using namespace ecg::serve;

namespace {

/// "first+count", "whole" or "none".
std::string range(std::optional<std::string_view> header, std::uint64_t size) {
    const auto found = range_of(header, size);
    if (const auto* part = std::get_if<ByteRange>(&found)) {
        return std::to_string(part->first) + "+" + std::to_string(part->count);
    }
    return std::holds_alternative<WholeFile>(found) ? "whole" : "none";
}

} // namespace

TEST_CASE("A range is a part of the file, cut at its end") {
    CHECK(range("bytes=0-99", 1000) == "0+100");
    CHECK(range("bytes=900-", 1000) == "900+100");
    CHECK(range("bytes=999-5000", 1000) == "999+1");
    CHECK(range("bytes=-20", 1000) == "980+20");
    CHECK(range("bytes=-5000", 1000) == "0+1000");
}

TEST_CASE("A range behind the end is refused, what is no range is passed over") {
    CHECK(range("bytes=1000-", 1000) == "none");
    CHECK(range("bytes=-0", 1000) == "none");
    CHECK(range("bytes=0-", 0) == "none");
    for (const char* text : {"bytes=5-4", "bytes=a-b", "bytes=", "bytes=-", "bytes=0-1,5-6",
                             "lines=0-1", "bytes=1", "bytes=99999999999999999999-", "bytes=+1-2"}) {
        INFO(text);
        CHECK(range(text, 1000) == "whole");
    }
    CHECK(range(std::nullopt, 1000) == "whole");
}
