#include "cli/run_tool.hpp"
#include "common/error.hpp"
#include "common/files.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <functional>
#include <stdexcept>

using namespace ecg;

namespace {

int exit_code_of(const std::function<void()>& command) {
    const test::TemporaryFolder home; // an internal error is recorded there
    ::setenv("ECG_HOME", home.path("").c_str(), 1);
    CLI::App app{"", "tool"};
    std::string name = "tool";
    char* argv[] = {name.data(), nullptr};
    return cli::run_tool(app, 1, argv, command);
}

} // namespace

TEST_CASE("The kind of an error picks the exit code") {
    CHECK(exit_code_of([] {}) == 0);
    CHECK(exit_code_of([] { throw Error{ErrorKind::data, "a.hea: bad"}; }) == 1);
    CHECK(exit_code_of([] { throw Error{ErrorKind::usage, "--rate: bad"}; }) == 2);
    CHECK(exit_code_of([] { throw Error{ErrorKind::unavailable, "font: none"}; }) == 3);
    CHECK(exit_code_of([] { throw Error{ErrorKind::interrupted, "stopped"}; }) == 130);
    CHECK(exit_code_of([] { throw std::runtime_error{"broken"}; }) == 1);
}

TEST_CASE("A reader that left ends a tool in peace") {
    CHECK(exit_code_of([] { throw ClosedPipe{ErrorKind::data, "standard output"}; }) == 0);
}

TEST_CASE("What was told already is only an exit code") {
    CHECK(exit_code_of([] { throw cli::AlreadyTold{3}; }) == 3);
}

TEST_CASE("An unknown flag is wrong usage and runs nothing") {
    CLI::App app{"", "tool"};
    std::string name = "tool";
    std::string flag = "--nope";
    char* argv[] = {name.data(), flag.data(), nullptr};
    bool ran = false;

    const int code = cli::run_tool(app, 2, argv, [&] { ran = true; });

    CHECK(code == 2);
    CHECK_FALSE(ran);
}
