#include "acquire/session/session_file.hpp"
#include "common/error.hpp"
#include "common/files.hpp"
#include "size_limit.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <thread>

using namespace ecg;
using acquire::AlertKind;
using acquire::LineFile;
using acquire::SessionFile;
using acquire::SessionFileSettings;
using test::SizeLimit;
using test::TemporaryFolder;

namespace {

/// So many seconds after a moment.
UtcTime at(double seconds) {
    return later(*parse_utc("2025-01-08T23:59:00Z"), Seconds{seconds});
}

std::string line(char letter) {
    return std::string(99, letter) + '\n';
}

SessionFileSettings called(const std::string& pattern) {
    SessionFileSettings settings;
    settings.pattern = pattern;
    return settings;
}

SessionFileSettings in(const TemporaryFolder& folder, const std::string& pattern) {
    return called(folder.path(pattern));
}

std::vector<AlertKind> kinds(SessionFile& file) {
    std::vector<AlertKind> kinds;
    for (const acquire::Alert& alert : file.take_alerts()) {
        kinds.push_back(alert.kind);
    }
    return kinds;
}

ErrorKind kind_of_failure(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.kind();
    }
    FAIL("nothing was thrown");
    return {};
}

} // namespace

TEST_CASE("Each line is in the file when append returns") {
    const TemporaryFolder folder;
    SessionFile file{in(folder, "a.jsonl"), at(0)};

    file.append(line('a'), at(0));
    CHECK(folder.bytes("a.jsonl") == line('a'));
    file.append(line('b'), at(5));
    CHECK(folder.bytes("a.jsonl") == line('a') + line('b'));
    CHECK(file.close(at(6)) == 0);
    CHECK(file.take_alerts().empty());
}

TEST_CASE("No file is overwritten, also not an empty one") {
    const TemporaryFolder folder;
    folder.file("a.jsonl", "precious");
    folder.file("a-1.jsonl", "");

    SessionFile file{in(folder, "a.jsonl"), at(0)};
    file.append(line('a'), at(0));

    CHECK(file.path() == folder.path("a-2.jsonl"));
    CHECK(folder.bytes("a.jsonl") == "precious");
    CHECK(folder.bytes("a-1.jsonl").empty());
}

TEST_CASE("A session that never had a line leaves no file") {
    const TemporaryFolder folder;
    {
        const SessionFile file{in(folder, "a.jsonl"), at(0)};
        CHECK(folder.entries() == 1);
    }
    CHECK(folder.entries() == 0);
}

TEST_CASE("A folder that is not there or not writable is told at once") {
    const TemporaryFolder folder;
    SessionFileSettings settings = in(folder, "%Y/%m/a.jsonl");

    CHECK(kind_of_failure([&] { SessionFile{settings, at(0)}; }) == ErrorKind::data);
    CHECK(kind_of_failure([&] { SessionFile{called("/proc/a.jsonl"), at(0)}; }) == ErrorKind::data);
    CHECK(kind_of_failure([&] { SessionFile{in(folder, ""), at(0)}; }) == ErrorKind::usage);

    settings.make_folders = true;
    const SessionFile file{settings, at(0)};
    CHECK(file.path() == folder.path("2025/01/a.jsonl"));
}

TEST_CASE("Two recordings never write one file") {
    const TemporaryFolder folder;
    SessionFile file{in(folder, "a.jsonl"), at(0)};
    file.append(line('a'), at(0));

    CHECK(kind_of_failure([&] { LineFile::reopen(file.path()); }) == ErrorKind::unavailable);
    CHECK(acquire::is_being_written(file.path()));
    file.close(at(1));
    CHECK_FALSE(acquire::is_being_written(file.path()));
    CHECK(LineFile::reopen(file.path()).size() == 100);
}

TEST_CASE("A full disk leaves whole lines, and those that wait follow in order") {
    const TemporaryFolder folder;
    SessionFile file{in(folder, "a.jsonl"), at(0)};
    file.append(line('a'), at(0));
    {
        const SizeLimit full{150};
        file.append(line('b'), at(5));
        CHECK(folder.bytes("a.jsonl") == line('a'));
        file.append(line('c'), at(10));
        file.append(line('d'), at(15));
        CHECK(folder.bytes("a.jsonl") == line('a'));
        CHECK(file.waiting_lines() == 3);
        CHECK(kinds(file) == std::vector{AlertKind::disk_full});
    }

    file.tick(at(16)); // tried at 15
    CHECK(file.waiting_lines() == 3);
    file.tick(at(20));
    CHECK(folder.bytes("a.jsonl") == line('a') + line('b') + line('c') + line('d'));
    CHECK(kinds(file) == std::vector{AlertKind::disk_back});
    CHECK(file.close(at(21)) == 0);
}

TEST_CASE("Room for some of the lines that wait is used") {
    const TemporaryFolder folder;
    SessionFile file{in(folder, "a.jsonl"), at(0)};
    {
        const SizeLimit full{50};
        file.append(line('a'), at(0));
        file.append(line('b'), at(1));
        file.append(line('c'), at(2));
    }
    {
        const SizeLimit full{250};
        file.tick(at(5));
    }
    CHECK(folder.bytes("a.jsonl") == line('a') + line('b'));
    CHECK(kinds(file) == std::vector{AlertKind::disk_full});
    CHECK(file.close(at(6)) == 0); // does not wait for the next try
    CHECK(folder.bytes("a.jsonl") == line('a') + line('b') + line('c'));
    CHECK(kinds(file) == std::vector{AlertKind::disk_back});
}

TEST_CASE("A clock that is set back does not put off the next try") {
    const TemporaryFolder folder;
    SessionFile file{in(folder, "a.jsonl"), at(0)};
    {
        const SizeLimit full{50};
        file.append(line('a'), at(0));
    }
    file.tick(at(-3600));
    CHECK(file.waiting_lines() == 0);
}

TEST_CASE("When no more lines can wait the recording fails, and what waited is still tried") {
    const TemporaryFolder folder;
    SessionFileSettings settings = in(folder, "a.jsonl");
    settings.queue_bytes = 250;
    SessionFile file{settings, at(0)};
    {
        const SizeLimit full{50};
        file.append(line('a'), at(0));
        file.append(line('b'), at(1));
        CHECK(kind_of_failure([&] { file.append(line('c'), at(2)); }) == ErrorKind::data);
    }
    CHECK(file.close(at(3)) == 0);
    CHECK(folder.bytes("a.jsonl") == line('a') + line('b'));
}

TEST_CASE("What could not be written to the end is counted") {
    const TemporaryFolder folder;
    SessionFile file{in(folder, "a.jsonl"), at(0)};
    file.append(line('a'), at(0));
    const SizeLimit full{150};
    file.append(line('b'), at(0));
    file.append(line('c'), at(0));

    CHECK(file.close(at(1)) == 2);
    CHECK(folder.bytes("a.jsonl") == line('a'));
}

TEST_CASE("A full device is waited out as a full disk is") {
    SessionFile file{called("/dev/full"), at(0)};
    file.append(line('a'), at(0));

    CHECK(kinds(file) == std::vector{AlertKind::disk_full});
    CHECK(file.close(at(1)) == 1);
    CHECK(::access("/dev/full", F_OK) == 0);
}

TEST_CASE("A pipe that nobody reads any more ends quietly") {
    const TemporaryFolder folder;
    REQUIRE(::mkfifo(folder.path("pipe").c_str(), 0600) == 0);
    std::optional<InputFile> reader;
    std::thread opens{[&] { reader.emplace(folder.path("pipe")); }};
    SessionFile file{in(folder, "pipe"), at(0)};
    opens.join();
    file.append(line('a'), at(0));
    std::string read;
    reader->read(read, 1000);
    CHECK(read == line('a'));
    reader.reset();
    std::signal(SIGPIPE, SIG_IGN); // NOLINT(cert-err33-c)

    CHECK_THROWS_AS(file.append(line('b'), at(1)), ClosedPipe);
}

TEST_CASE("On demand the session goes on in the next file") {
    const TemporaryFolder folder;
    SessionFile file{in(folder, "%H%M.jsonl"), at(0)};

    file.rotate(at(1)); // nothing in it yet
    CHECK(file.path() == folder.path("2359.jsonl"));
    file.append(line('a'), at(2));
    file.rotate(at(3));
    CHECK(file.path() == folder.path("2359-1.jsonl"));
    file.append(line('b'), at(4));
    file.rotate(at(65));
    file.append(line('c'), at(66));

    CHECK(folder.bytes("2359.jsonl") == line('a'));
    CHECK(folder.bytes("2359-1.jsonl") == line('b'));
    CHECK(folder.bytes("0000.jsonl") == line('c'));
}

TEST_CASE("A file that was moved away makes room for one of the same name") {
    const TemporaryFolder folder;
    SessionFile file{in(folder, "a.jsonl"), at(0)};
    file.append(line('a'), at(0));
    REQUIRE(::rename(file.path().c_str(), folder.path("old.jsonl").c_str()) == 0);

    file.rotate(at(1));
    file.append(line('b'), at(1));

    CHECK(folder.bytes("old.jsonl") == line('a'));
    CHECK(folder.bytes("a.jsonl") == line('b'));
}

TEST_CASE("Where somebody removes the file, later lines go to a new one, and that is told") {
    const TemporaryFolder folder;
    SessionFile file{in(folder, "a.jsonl"), at(0)};
    file.append(line('a'), at(0));
    REQUIRE(::unlink(file.path().c_str()) == 0);

    file.append(line('b'), at(1));

    CHECK(folder.bytes("a.jsonl") == line('b'));
    CHECK(kinds(file) == std::vector{AlertKind::file_removed});
}

TEST_CASE("Files are of a length, of a size or of a day") {
    const TemporaryFolder folder;
    SessionFileSettings settings = in(folder, "{n}.jsonl");
    SECTION("length") {
        settings.rotation.every = Seconds{60};
    }
    SECTION("size") {
        settings.rotation.bytes = 350;
    }
    SECTION("day") {
        settings.rotation.daily = true;
    }
    SessionFile file{settings, at(0)};
    for (int i = 0; i < 4; ++i) {
        file.append(line('a'), at(20 * i));
    }
    file.close(at(80));

    CHECK(folder.bytes("1.jsonl").size() == 300);
    CHECK(folder.bytes("2.jsonl").size() == 100);
}

TEST_CASE("Lines that wait stay with their file; the next one begins when they are written") {
    const TemporaryFolder folder;
    SessionFile file{in(folder, "{n}.jsonl"), at(0)};
    file.append(line('a'), at(0));
    {
        const SizeLimit full{150};
        file.append(line('b'), at(1));
        file.rotate(at(2));
        CHECK(file.path() == folder.path("1.jsonl"));
    }
    file.append(line('c'), at(10));

    CHECK(folder.bytes("1.jsonl") == line('a') + line('b'));
    CHECK(folder.bytes("2.jsonl") == line('c'));
}

TEST_CASE("Where the next file cannot be made the session goes on, and that is told once") {
    const TemporaryFolder folder;
    SessionFileSettings settings = in(folder, "%H/a.jsonl");
    std::filesystem::create_directory(folder.path("23"));
    SessionFile file{settings, at(0)};
    file.append(line('a'), at(0));

    file.rotate(at(61));
    file.append(line('b'), at(62));
    file.append(line('c'), at(70));
    CHECK(folder.bytes("23/a.jsonl") == line('a') + line('b') + line('c'));
    CHECK(kinds(file) == std::vector{AlertKind::disk_full});

    std::filesystem::create_directory(folder.path("00"));
    file.append(line('d'), at(80));
    CHECK(folder.bytes("00/a.jsonl") == line('d'));
}

TEST_CASE("A cut tail is kept beside the file, never over an older one") {
    const TemporaryFolder folder;
    const std::string path = folder.file("a.jsonl", line('a') + "half a li");
    folder.file("a.jsonl.partial", "older");
    LineFile file = LineFile::reopen(path);

    CHECK(file.move_tail(100) == folder.path("a.jsonl-1.partial"));
    CHECK(folder.bytes("a.jsonl") == line('a'));
    CHECK(folder.bytes("a.jsonl-1.partial") == "half a li");
    CHECK(folder.bytes("a.jsonl.partial") == "older");
    CHECK_FALSE(file.move_tail(100));
}

TEST_CASE("A whole line without its end gets one before the next follows") {
    const TemporaryFolder folder;
    const std::string path = folder.file("a.jsonl", "{}");
    LineFile reopened = LineFile::reopen(path);

    CHECK_FALSE(reopened.move_tail(2));
    SessionFile file{in(folder, "a.jsonl"), std::move(reopened), at(0)};
    file.append("{}\n", at(0));
    CHECK(folder.bytes("a.jsonl") == "{}\n{}\n");
}
