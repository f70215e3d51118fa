#include "acquire/wire/open_transport.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include "support/transport_reading.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace ecg;
using namespace ecg::acquire;
using Catch::Matchers::Contains;
using ecg::test::enough;
using ecg::test::read_all;
using ecg::test::TemporaryFolder;
using ecg::test::trouble;

namespace {

/// Puts another file in place of standard input for a while.
class StandardInput {
public:
    explicit StandardInput(int descriptor) : before_{::dup(STDIN_FILENO)} {
        ::dup2(descriptor, STDIN_FILENO);
        ::close(descriptor);
    }

    ~StandardInput() {
        ::dup2(before_, STDIN_FILENO);
        ::close(before_);
    }

    StandardInput(const StandardInput&) = delete;
    StandardInput& operator=(const StandardInput&) = delete;

private:
    int before_;
};

} // namespace

TEST_CASE("a file is read whole, in pieces, and then finished") {
    const TemporaryFolder folder;
    const std::string bytes(300'000, 'x');
    const auto file = open_transport("file:" + folder.file("night.raw", bytes), {});

    std::string read;
    CHECK(file->read(read, enough).count <= 65'536);
    CHECK(read_all(*file, read, bytes.size() + 1).end == ReadEnd::finished);

    CHECK(read == bytes);
    CHECK(file->read(read, enough).end == ReadEnd::finished);
    CHECK_FALSE(file->is_live());
    CHECK_FALSE(file->takes_commands());
    CHECK_FALSE(file->write("1\r\n", enough));
}

TEST_CASE("a file keeps what a live port would discard") {
    const TemporaryFolder folder;
    const auto file = open_transport("file:" + folder.file("a.raw", "abc"), {});

    file->discard_input();
    std::string read;
    read_all(*file, read, 3);

    CHECK(read == "abc");
}

TEST_CASE("a named pipe waits for its writer, and is finished when it goes") {
    const TemporaryFolder folder;
    const std::string path = folder.path("pipe");
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    const auto pipe = open_transport("file:" + path, {});

    std::string read;
    CHECK(pipe->read(read, Milliseconds{10}).end == ReadEnd::more);
    const int writer = ::open(path.c_str(), O_WRONLY);
    REQUIRE(::write(writer, "abc", 3) == 3);
    CHECK(read_all(*pipe, read, 3).end == ReadEnd::more);
    REQUIRE(::write(writer, "def", 3) == 3);
    ::close(writer);

    CHECK(read_all(*pipe, read, 7).end == ReadEnd::finished);
    CHECK(read == "abcdef");
    CHECK_FALSE(pipe->is_live());
}

TEST_CASE("a piped standard input is live, and is left as it was") {
    int ends[2] = {-1, -1};
    REQUIRE(::pipe(ends) == 0);
    const StandardInput piped{ends[0]};
    const auto input = open_transport("-", {});
    REQUIRE(::write(ends[1], "abc", 3) == 3);

    std::string read;
    CHECK(read_all(*input, read, 3).end == ReadEnd::more);
    CHECK(input->read(read, Milliseconds{10}).count == 0); // though its reads would block
    CHECK((::fcntl(STDIN_FILENO, F_GETFL) & O_NONBLOCK) == 0);
    ::close(ends[1]);
    CHECK(input->read(read, enough).end == ReadEnd::finished);

    CHECK(read == "abc");
    CHECK(input->is_live());
    CHECK(input->name() == "-");
    CHECK_FALSE(input->takes_commands());
}

TEST_CASE("a standard input that is a file is not live") {
    const TemporaryFolder folder;
    const StandardInput file{::open(folder.file("a.raw", "abc").c_str(), O_RDONLY)};
    const auto input = open_transport("-", {});

    std::string read;
    CHECK(read_all(*input, read, 4).end == ReadEnd::finished);
    CHECK(read == "abc");
    CHECK_FALSE(input->is_live());
}

TEST_CASE("a missing file may come; a folder never is one") {
    const TemporaryFolder folder;
    const std::string missing = "file:" + folder.path("none.raw");
    CHECK_THAT(trouble(ErrorKind::unavailable, [&] { open_transport(missing, {}); }),
               Contains(missing + ": No such file"));
    const std::string here = "file:" + folder.path("");
    CHECK(trouble(ErrorKind::usage, [&] { open_transport(here, {}); }) == here + ": is a folder");
}
