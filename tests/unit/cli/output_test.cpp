#include "cli/output.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using namespace ecg;

TEST_CASE("A file that was not finished never appears") {
    const test::TemporaryFolder folder;
    const std::string path = folder.path("out.jsonl");

    {
        cli::Output output{path, Overwrite::never};
        output.write("half a line");
    }

    CHECK(folder.entries() == 0);
}

TEST_CASE("A finished file holds all that was written") {
    const test::TemporaryFolder folder;
    const std::string path = folder.path("out.jsonl");

    cli::Output output{path, Overwrite::never};
    output.write("{}\n");
    output.end_lines();
    output.write("{}\n");
    output.finish();

    CHECK(read_whole_file(path) == "{}\n{}\n");
    CHECK_THROWS_AS((cli::Output{path, Overwrite::never}), Error);
}
