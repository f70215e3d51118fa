#include "acquire/wire/byte_stream.hpp"

#include "acquire/wire/descriptor_transport.hpp"
#include "common/error.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace ecg::acquire {
namespace {

constexpr std::string_view scheme = "file:";
constexpr unsigned memory_devices = 1; // /dev/null, /dev/zero: as good as files

class ByteStream : public DescriptorTransport {
public:
    ByteStream(Descriptor stream, std::string name, std::string words, bool is_live)
        : DescriptorTransport{std::move(stream), std::move(name), std::move(words)}, is_live_{
                                                                                         is_live} {}

    ReadResult read(std::string& out, Milliseconds patience) override {
        const Arrival arrival = gather(out, patience);
        if (arrival.error != 0 && !is_live_) { // a bad disk; the writer of a pipe may just be gone
            throw Error{ErrorKind::data,
                        name() + ": " + std::generic_category().message(arrival.error)};
        }
        return {arrival.count, arrival.ended ? ReadEnd::finished : ReadEnd::more};
    }

    bool write(std::string_view bytes, Milliseconds /*patience*/) override { return bytes.empty(); }

    void discard_input() override {}

    [[nodiscard]] bool is_live() const override { return is_live_; }

    [[nodiscard]] bool takes_commands() const override { return false; }

private:
    bool is_live_;
};

struct stat status_of(int descriptor) {
    struct stat status {};

    ::fstat(descriptor, &status);
    return status;
}

void refuse_ports_and_folders(const std::string& name, const std::string& path) {
    struct stat status {};

    if (::stat(path.c_str(), &status) != 0) {
        return; // opening it says why
    }
    if (S_ISDIR(status.st_mode)) {
        throw Error{ErrorKind::usage, name + ": is a folder"};
    }
    if (S_ISCHR(status.st_mode) && major(status.st_rdev) != memory_devices) {
        throw Error{ErrorKind::usage, name + ": is a device, not a file; say it without file:"};
    }
}

} // namespace

std::unique_ptr<Transport> open_file(const std::string& name) {
    const std::string path = name.substr(scheme.size());
    refuse_ports_and_folders(name, path);
    // Not blocking, since a named pipe would else wait here for its writer.
    Descriptor file{::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)};
    if (!file.is_open()) {
        throw Error{ErrorKind::unavailable, name + ": " + std::generic_category().message(errno)};
    }
    const bool is_pipe = S_ISFIFO(status_of(file.number()).st_mode);
    return std::make_unique<ByteStream>(std::move(file), name, is_pipe ? "named pipe" : "file",
                                        false);
}

std::unique_ptr<Transport> open_standard_input() {
    const struct stat status = status_of(STDIN_FILENO);
    const bool is_live =
        S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode) || ::isatty(STDIN_FILENO) != 0;
    Descriptor input{::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)};
    if (!input.is_open()) {
        throw Error{ErrorKind::unavailable, "-: standard input is closed"};
    }
    return std::make_unique<ByteStream>(std::move(input), "-", "standard input", is_live);
}

} // namespace ecg::acquire
