#include "common/error.hpp"
#include "common/files.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <thread>

using namespace ecg;
using ecg::test::TemporaryFolder;

namespace {

template <class Work> std::string message_of(const Work& work) {
    try {
        work();
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::data);
        return error.what();
    }
    return "";
}

std::vector<std::string> lines_of(LineReader& reader) {
    std::vector<std::string> lines;
    while (const auto line = reader.next()) {
        lines.emplace_back(*line);
    }
    return lines;
}

} // namespace

TEST_CASE("lines come without LF or CRLF, and the last may lack one") {
    const TemporaryFolder folder;
    const std::string path = folder.file("a.txt", "one\r\n\ntwo\nthree");
    LineReader reader{InputFile{path}};

    CHECK(reader.next() == "one");
    CHECK(reader.terminated());
    CHECK(reader.where() == path + ":1");
    CHECK(reader.next() == "");
    CHECK(reader.next() == "two");
    CHECK(reader.next() == "three");
    CHECK_FALSE(reader.terminated());
    CHECK(reader.line_number() == 4);
    CHECK_FALSE(reader.next());
}

TEST_CASE("a file that ends with a line end has no further line") {
    const TemporaryFolder folder;
    LineReader reader{InputFile{folder.file("a.txt", "one\n")}};
    CHECK(lines_of(reader) == std::vector<std::string>{"one"});
    CHECK(reader.terminated());

    LineReader empty{InputFile{folder.file("b.txt", "")}};
    CHECK(lines_of(empty).empty());
}

TEST_CASE("lines longer than any buffer are whole") {
    const TemporaryFolder folder;
    const std::string big(3'000'000, 'x');
    LineReader reader{InputFile{folder.file("a.txt", big + "\nshort\n" + big + "y\n")}};
    CHECK(lines_of(reader) == std::vector<std::string>{big, "short", big + "y"});
}

TEST_CASE("where a line ends in the file is known, whatever its end and length") {
    const TemporaryFolder folder;
    const std::string big(600'000, 'x');
    LineReader reader{InputFile{folder.file("a.txt", "one\r\n\n" + big + "\nlast")}};
    std::vector<std::int64_t> ends;
    while (reader.next()) {
        ends.push_back(reader.offset());
    }

    CHECK(ends == std::vector<std::int64_t>{5, 6, 600'007, 600'011});
}

TEST_CASE("looking ahead takes nothing") {
    const TemporaryFolder folder;
    LineReader reader{InputFile{folder.file("a.txt", "first\nsecond\n")}};
    CHECK(reader.peek(3) == "fir");
    CHECK(reader.peek(1000) == "first\nsecond\n");
    CHECK(reader.next() == "first");
    CHECK(reader.peek(6) == "second");
    CHECK(reader.next() == "second");
    CHECK(reader.peek(6).empty());
}

TEST_CASE("what cannot be opened is named") {
    const TemporaryFolder folder;
    CHECK(message_of([&] { InputFile{folder.path("none")}; }) ==
          folder.path("none") + ": No such file or directory");
    CHECK(message_of([&] { InputFile{folder.path("")}; }) == folder.path("") + ": Is a directory");
}

TEST_CASE("a whole file is read, whatever its bytes") {
    const TemporaryFolder folder;
    const std::string bytes = std::string(700'000, '\0') + "\xFF\r\n";
    CHECK(read_whole_file(folder.file("a.bin", bytes)) == bytes);
}

TEST_CASE("an output file appears on commit and not before") {
    const TemporaryFolder folder;
    OutputFile output{folder.path("a.txt"), Overwrite::never};
    output.write("hello ");
    output.write("world\n");
    CHECK(folder.bytes("a.txt").empty());

    output.commit();

    CHECK(folder.bytes("a.txt") == "hello world\n");
    CHECK(folder.entries() == 1);
}

TEST_CASE("an output file that is not committed leaves nothing behind") {
    const TemporaryFolder folder;
    {
        OutputFile output{folder.path("a.txt"), Overwrite::never};
        output.write(std::string(1'000'000, 'x'));
    }
    CHECK(folder.entries() == 0);
}

TEST_CASE("an existing output is refused unless that is allowed") {
    const TemporaryFolder folder;
    const std::string path = folder.file("a.txt", "old");

    CHECK(message_of([&] {
              OutputFile{path, Overwrite::never};
          }) == path + ": exists already; --force overwrites it");

    OutputFile output{path, Overwrite::allowed};
    output.write("new");
    CHECK(folder.bytes("a.txt") == "old");
    output.commit();
    CHECK(folder.bytes("a.txt") == "new");
    CHECK(folder.entries() == 1);
}

TEST_CASE("an output that came to exist meanwhile is not overwritten") {
    const TemporaryFolder folder;
    OutputFile output{folder.path("a.txt"), Overwrite::never};
    output.write("mine");
    const std::string path = folder.file("a.txt", "theirs");

    CHECK(message_of([&] { output.commit(); }) == path + ": exists already; --force overwrites it");
    CHECK(folder.bytes("a.txt") == "theirs");
}

TEST_CASE("an output in a folder that is not there is refused") {
    const TemporaryFolder folder;
    const std::string path = folder.path("none/a.txt");
    CHECK(message_of([&] {
              OutputFile{path, Overwrite::never};
          }) == path + ": No such file or directory");
}

TEST_CASE("a full disk is told") {
    OutputFile output{"/dev/full", Overwrite::never};
    output.write("x");
    CHECK(message_of([&] { output.commit(); }) == "/dev/full: No space left on device");
}

TEST_CASE("an output file has the rights that the user's mask leaves") {
    const TemporaryFolder folder;
    const mode_t old = ::umask(027);
    OutputFile output{folder.path("a.txt"), Overwrite::never};
    output.commit();
    ::umask(old);

    struct stat status {};

    REQUIRE(::stat(folder.path("a.txt").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0640);
}

TEST_CASE("a replaced file passes its rights on") {
    const TemporaryFolder folder;
    const std::string path = folder.file("a.txt", "old");
    REQUIRE(::chmod(path.c_str(), 0600) == 0);

    OutputFile output{path, Overwrite::allowed};
    output.commit();

    struct stat status {};

    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("files written by many threads have the rights of one") {
    const TemporaryFolder folder;
    const mode_t old = ::umask(027);
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&folder, t] {
            for (int i = 0; i < 20; ++i) {
                const std::string name = std::to_string(t) + "-" + std::to_string(i);
                OutputFile{folder.path(name), Overwrite::never}.commit();
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    CHECK(::umask(old) == 027);

    for (const auto& entry : std::filesystem::directory_iterator{folder.path("")}) {
        REQUIRE(static_cast<unsigned>(entry.status().permissions()) == 0640);
    }
}

TEST_CASE("a program that is killed leaves no part of a file under its name") {
    const TemporaryFolder folder;
    const pid_t child = ::fork();
    if (child == 0) {
        OutputFile output{folder.path("a.txt"), Overwrite::never};
        output.write(std::string(1'000'000, 'x'));
        ::raise(SIGKILL);
    }
    REQUIRE(::waitpid(child, nullptr, 0) == child);

    for (const auto& entry : std::filesystem::directory_iterator{folder.path("")}) {
        CHECK(is_unfinished(entry.path().filename().string())); // where files must have names
    }
}

TEST_CASE("what a killed program may leave is known by its name") {
    CHECK(is_unfinished("a.pdf.x7Yz01.tmp"));
    CHECK(is_unfinished("index.json.004711.tmp"));
    CHECK_FALSE(is_unfinished("a.pdf"));
    CHECK_FALSE(is_unfinished("a.tmp"));
    CHECK_FALSE(is_unfinished("a.pdf.x7Yz0.tmp"));
    CHECK_FALSE(is_unfinished(".x7Yz01.tmp"));
    CHECK_FALSE(is_unfinished("my.notes-.tmp"));
}

TEST_CASE("a committed output file can be moved beforehand") {
    const TemporaryFolder folder;
    OutputFile first{folder.path("a.txt"), Overwrite::never};
    first.write("x");
    OutputFile second{std::move(first)};
    second.write("y");
    second.commit();
    CHECK(folder.bytes("a.txt") == "xy");
}
