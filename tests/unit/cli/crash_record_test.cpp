#include "cli/crash_record.hpp"
#include "common/json_reader.hpp"
#include "common/notes.hpp"
#include "common/time.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <vector>

using namespace ecg;

namespace {

/// Runs work in a child that records what crashes in home; returns the child's wait status.
template <class Work> int in_child(const std::string& home, const Work& work) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::setenv("ECG_HOME", home.c_str(), 1);
        if (std::freopen("/dev/null", "w", stderr) == nullptr) {
            ::_exit(9);
        }
        cli::record_fatal_signals("ecg-analyze");
        work();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
}

std::vector<std::string> records_in(const test::TemporaryFolder& home) {
    std::vector<std::string> names;
    std::error_code failure;
    for (const auto& entry :
         std::filesystem::directory_iterator{home.path("logs/crashes"), failure}) {
        names.push_back("logs/crashes/" + entry.path().filename().string());
    }
    return names;
}

std::string only_record(const test::TemporaryFolder& home) {
    const std::vector<std::string> names = records_in(home);
    REQUIRE(names.size() == 1);
    return home.bytes(names.front());
}

mode_t rights_of(const std::string& path) {
    struct stat status {};

    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 07777U;
}

} // namespace

TEST_CASE("An internal error leaves a record that names the tool and the cause") {
    const test::TemporaryFolder home;
    const int status = in_child(home.path(""), [] {
        note("command demo");
        ::_exit(cli::record_crash("a \"broken\" promise").empty() ? 1 : 0);
    });

    CHECK(WEXITSTATUS(status) == 0);
    JsonReader reader;
    const JsonValue record = reader.parse(only_record(home), "record");
    CHECK(record.text_at("schema") == "ecg.crash/1");
    CHECK(record.text_at("tool") == "ecg-analyze");
    CHECK(record.text_at("cause") == "a \"broken\" promise");
    CHECK(parse_utc(record.text_at("time").value_or("")).has_value());
    std::string last;
    record.find("notes")->each_element(
        [&](const JsonValue& one) { last = one.text_at("text").value_or(""); });
    CHECK(last == "command demo");
}

TEST_CASE("A fatal signal leaves a record and still ends the tool by that signal") {
    const int number = GENERATE(SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT);
    const test::TemporaryFolder home;

    const int status = in_child(home.path(""), [number] { std::raise(number); });

    REQUIRE(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == number);
    JsonReader reader;
    const JsonValue record = reader.parse(only_record(home), "record");
    CHECK(record.text_at("tool") == "ecg-analyze");
    CHECK(std::string{"SIG"}.append(::sigabbrev_np(number)) == record.text_at("cause"));
    CHECK(record.find("backtrace")->kind() == JsonKind::array);
}

TEST_CASE("A record and its folder are for their owner alone") {
    const test::TemporaryFolder home;
    ::umask(0);
    in_child(home.path(""), [] { std::raise(SIGSEGV); });
    ::umask(022);

    const auto names = records_in(home);
    REQUIRE(names.size() == 1);
    CHECK(rights_of(home.path(names.front())) == 0600);
    CHECK(rights_of(home.path("logs/crashes")) == 0700);
}

TEST_CASE("The settings may name another home for records") {
    const test::TemporaryFolder home, other;
    in_child(home.path(""), [&] {
        cli::record_crashes_in(other.path(""));
        std::raise(SIGSEGV);
    });

    CHECK(records_in(home).empty());
    CHECK(records_in(other).size() == 1);
}

TEST_CASE("The newest hundred records stay, and nothing half written of long ago") {
    const test::TemporaryFolder home;
    std::filesystem::create_directories(home.path("logs/crashes"));
    for (int i = 0; i < 150; ++i) {
        home.file("logs/crashes/crash_" + std::to_string(1'000'000'000'000 + i) + "_00000000.json",
                  "{}");
    }
    home.file("logs/crashes/.crash_1000000000000_00000000.json.tmp", "{");
    home.file("logs/crashes/.crash_1000000000001_00000000.json.tmp", "{");
    std::filesystem::last_write_time(
        home.path("logs/crashes/.crash_1000000000000_00000000.json.tmp"),
        std::filesystem::file_time_type::clock::now() - std::chrono::hours{2});
    home.file("logs/crashes/notes of somebody.txt", "stay");

    in_child(home.path(""), [] {});

    CHECK(records_in(home).size() == 100 + 2);
    CHECK(home.bytes("logs/crashes/crash_1000000000149_00000000.json") == "{}");
    CHECK(home.bytes("logs/crashes/crash_1000000000049_00000000.json").empty());
    CHECK(home.bytes("logs/crashes/.crash_1000000000001_00000000.json.tmp") == "{");
    CHECK(home.bytes("logs/crashes/notes of somebody.txt") == "stay");
}

TEST_CASE("Where nothing can be written the tool still ends by its signal") {
    const int status = in_child("/dev/null/nowhere", [] {
        if (!cli::record_crash("cause").empty()) {
            ::_exit(8);
        }
        std::raise(SIGSEGV);
    });
    REQUIRE(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == SIGSEGV);
}

TEST_CASE("Of an exception its type is told, and no words that may quote a file") {
    CHECK(cli::cause_of(std::out_of_range{"vector::at"}) == "std::out_of_range: vector::at");
    CHECK(cli::cause_of(std::runtime_error{"Invented Person.jsonl: bad"}) == "std::runtime_error");
    const std::filesystem::filesystem_error error{"cannot open", "Invented Person.jsonl", {}};
    CHECK(cli::cause_of(error).find("Invented") == std::string::npos);
}
