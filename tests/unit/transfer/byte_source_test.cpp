#include "common/error.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include "transfer/byte_source.hpp"

#include <filesystem>
#include <fstream>

using namespace ecg;
using namespace ecg::transfer;

namespace {

std::string whole(const ByteSource& bytes, std::size_t step) {
    std::string all;
    for (std::uint64_t at = 0; at < bytes.size(); at += step) {
        all += bytes.read(at, step);
    }
    return all;
}

} // namespace

TEST_CASE("Bytes are the same from memory, from a file and within others, in any steps") {
    const ecg::test::TemporaryFolder folder;
    const std::string text = "0123456789";
    std::ofstream{folder.path("file")} << text;
    const BytesInMemory memory{text};
    const FileBytes file{folder.path("file")};
    const WrappedBytes wrapped{"<<", file, ">"};
    const WrappedBytes twice{"", wrapped, "!"};

    for (const std::size_t step : {1U, 2U, 3U, 7U, 100U}) {
        CAPTURE(step);
        CHECK(whole(memory, step) == text);
        CHECK(whole(file, step) == text);
        CHECK(whole(wrapped, step) == "<<0123456789>");
        CHECK(whole(twice, step) == "<<0123456789>!");
    }
    CHECK(memory.read(20, 5).empty());
    CHECK(file.read(20, 5).empty());
    CHECK(wrapped.read(20, 5).empty());
    CHECK(sha256(file) == sha256(text));
    CHECK(md5(file) == md5(text));
}

TEST_CASE("A file that became shorter meanwhile, and what is no file, is told") {
    const ecg::test::TemporaryFolder folder;
    std::ofstream{folder.path("file")} << "0123456789";
    const FileBytes file{folder.path("file")};
    std::filesystem::resize_file(folder.path("file"), 5);

    CHECK(file.read(0, 5) == "01234");
    CHECK_THROWS_WITH(file.read(0, 10), folder.path("file") + ": is shorter than it was");
    CHECK_THROWS_WITH(FileBytes{folder.path(".")}, folder.path(".") + ": is no regular file");
    CHECK_THROWS_AS(FileBytes{folder.path("nothing")}, Error);
}
