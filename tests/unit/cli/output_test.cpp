#include "cli/output.hpp"
#include "support/catch.hpp"

#include <cstdlib>
#include <filesystem>

using namespace ecg;
namespace fs = std::filesystem;

namespace {

struct Folder {
    Folder() {
        std::string name = (fs::temp_directory_path() / "ecg-output-XXXXXX").string();
        path = ::mkdtemp(name.data());
    }

    ~Folder() { fs::remove_all(path); }

    fs::path path;
};

} // namespace

TEST_CASE("A file that was not finished never appears") {
    const Folder folder;
    const std::string path = (folder.path / "out.jsonl").string();

    {
        cli::Output output{path, Overwrite::never};
        output.write("half a line");
    }

    CHECK(fs::is_empty(folder.path));
}

TEST_CASE("A finished file holds all that was written") {
    const Folder folder;
    const std::string path = (folder.path / "out.jsonl").string();

    cli::Output output{path, Overwrite::never};
    output.write("{}\n");
    output.end_lines();
    output.write("{}\n");
    output.finish();

    CHECK(read_whole_file(path) == "{}\n{}\n");
    CHECK_THROWS_AS((cli::Output{path, Overwrite::never}), Error);
}
