#include "cli/crash_record.hpp"
#include "common/json_reader.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

using namespace ecg;

namespace {

/// Runs work in a child with ECG_HOME set; returns the child's wait status.
template <class Work> int in_child(const std::string& home, const Work& work) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::setenv("ECG_HOME", home.c_str(), 1);
        if (std::freopen("/dev/null", "w", stderr) == nullptr) {
            ::_exit(9);
        }
        work();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
}

} // namespace

TEST_CASE("An internal error leaves a line that names the tool and the cause") {
    const test::TemporaryFolder home;
    in_child(home.path(""), [] {
        cli::record_crash("ecg-analyze", "a \"broken\" promise");
        cli::record_crash("ecg-report", "another");
    });

    const std::string text = home.bytes("logs/crashes.jsonl");
    REQUIRE(std::count(text.begin(), text.end(), '\n') == 2);
    JsonReader reader;
    const JsonValue line = reader.parse(text.substr(0, text.find('\n')), "line");
    CHECK(line.text_at("schema") == "ecg.crash/1");
    CHECK(line.text_at("tool") == "ecg-analyze");
    CHECK(line.text_at("cause") == "a \"broken\" promise");
    CHECK(line.number_at("seconds_since_1970").value() > 1.6e9);
}

TEST_CASE("A fatal signal leaves a line and still ends the tool by that signal") {
    const test::TemporaryFolder home;
    std::filesystem::create_directory(home.path("logs"));

    const int status = in_child(home.path(""), [] {
        cli::record_fatal_signals("ecg-analyze");
        std::raise(SIGABRT);
    });

    REQUIRE(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == SIGABRT);
    JsonReader reader;
    const JsonValue line = reader.parse(home.bytes("logs/crashes.jsonl"), "line");
    CHECK(line.text_at("tool") == "ecg-analyze");
    CHECK(line.text_at("cause") == "signal " + std::to_string(SIGABRT));
}

TEST_CASE("Where nothing can be written the error is still told") {
    const int status = in_child("/dev/null/nowhere", [] {
        ::_exit(cli::record_crash("ecg-analyze", "cause").empty() ? 7 : 8);
    });
    REQUIRE(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 7);
}
