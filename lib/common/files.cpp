#include "common/files.hpp"

#include "common/stop.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <utility>

namespace ecg {
namespace {

constexpr const char* exists_already = ": exists already; --force overwrites it";
constexpr std::size_t block = 1U << 18;

[[noreturn]] void fail(const std::string& name, int error) {
    throw Error{ErrorKind::data, name + ": " + std::strerror(error)};
}

std::string folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

/// A file in folder that has no name, so that a killed program leaves nothing of it; -1 where there
/// is no such thing.
int open_nameless(const std::string& folder) {
    if (::access("/proc/self/fd", X_OK) != 0) { // the way to its name
        return -1;
    }
    return ::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
}

bool give_name(int nameless, const std::string& path) {
    const std::string self = "/proc/self/fd/" + std::to_string(nameless);
    return ::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) == 0;
}

constexpr std::string_view unfinished_end = ".tmp";
constexpr std::size_t unfinished_mark = 6; // letters or digits between the name and that end

/// As mkostemps would make it, for a program that has one such file of that path at a time.
std::string unfinished_path(const std::string& path) {
    std::string number = std::to_string(::getpid());
    number.insert(0, unfinished_mark, '0');
    return path + "." + number.substr(number.size() - unfinished_mark) +
           std::string{unfinished_end};
}

mode_t usual_mode() {
    static std::mutex alone; // the mask can only be read by setting it
    const std::lock_guard lock{alone};
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return 0666 & ~mask;
}

void sync_folder(const std::string& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
        ::fsync(descriptor); // some file systems cannot; the rename stands all the same
        ::close(descriptor);
    }
}

} // namespace

InputFile::InputFile(std::string path) : name_{std::move(path)} {
    if (name_ == "-") {
        name_ = "standard input";
        descriptor_ = ::dup(STDIN_FILENO);
    } else {
        descriptor_ = ::open(name_.c_str(), O_RDONLY | O_CLOEXEC);
    }
    if (descriptor_ < 0) {
        fail(name_, errno);
    }

    struct stat status {};

    if (::fstat(descriptor_, &status) == 0 && S_ISDIR(status.st_mode)) {
        ::close(descriptor_);
        fail(name_, EISDIR);
    }
}

InputFile::~InputFile() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

InputFile::InputFile(InputFile&& other) noexcept
    : name_{std::move(other.name_)}, descriptor_{std::exchange(other.descriptor_, -1)} {}

std::size_t InputFile::read(std::string& out, std::size_t limit) {
    const std::size_t old = out.size();
    out.resize(old + limit);
    for (;;) {
        if (stop_requested()) {
            out.resize(old);
            throw Error{ErrorKind::interrupted, name_ + ": interrupted"};
        }
        const auto count = ::read(descriptor_, out.data() + old, limit);
        if (count >= 0) {
            out.resize(old + static_cast<std::size_t>(count));
            return static_cast<std::size_t>(count);
        }
        if (errno != EINTR) {
            const int error = errno;
            out.resize(old);
            fail(name_, error);
        }
    }
}

bool LineReader::fill() {
    if (ended_) {
        return false;
    }
    if (start_ > 0) {
        buffer_.erase(0, start_);
        start_ = 0;
    }
    ended_ = input_.read(buffer_, block) == 0;
    return !ended_;
}

std::string_view LineReader::peek(std::size_t limit) {
    while (buffer_.size() - start_ < limit && fill()) {
    }
    return std::string_view{buffer_}.substr(start_, limit);
}

std::optional<std::string_view> LineReader::next() {
    std::size_t searched = 0;
    for (;;) {
        const auto end = buffer_.find('\n', start_ + searched);
        if (end != std::string::npos) {
            std::string_view line{buffer_.data() + start_, end - start_};
            offset_ += static_cast<std::int64_t>(end + 1 - start_);
            start_ = end + 1;
            ++line_number_;
            terminated_ = true;
            if (line.ends_with('\r')) {
                line.remove_suffix(1);
            }
            return line;
        }
        searched = buffer_.size() - start_;
        if (searched > longest_line) {
            ++line_number_;
            throw Error{ErrorKind::data, where() + ": line is longer than 256 MiB"};
        }
        if (!fill()) {
            break;
        }
    }
    if (start_ == buffer_.size()) {
        return std::nullopt;
    }
    const std::string_view line{buffer_.data() + start_, buffer_.size() - start_};
    offset_ += static_cast<std::int64_t>(line.size());
    start_ = buffer_.size();
    ++line_number_;
    terminated_ = false;
    return line;
}

std::string LineReader::where() const {
    return name() + ":" + std::to_string(line_number_);
}

std::string read_whole_file(const std::string& path) {
    InputFile input{path};
    std::string bytes;
    while (input.read(bytes, block) > 0) {
    }
    return bytes;
}

void write_all(int descriptor, std::string_view bytes, const std::string& name) {
    while (!bytes.empty()) {
        const auto count = ::write(descriptor, bytes.data(), bytes.size());
        if (count >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(count));
        } else if (errno == EPIPE) {
            throw ClosedPipe{ErrorKind::data, name + ": " + std::strerror(EPIPE)};
        } else if (errno != EINTR) {
            fail(name, errno);
        }
    }
}

OutputFile::OutputFile(std::string path, Overwrite overwrite)
    : path_{std::move(path)}, overwrite_{overwrite} {
    struct stat status {};

    const bool exists = ::stat(path_.c_str(), &status) == 0;
    in_place_ = exists && !S_ISREG(status.st_mode);
    if (in_place_) {
        descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
    } else {
        if (exists && overwrite_ == Overwrite::never) {
            throw Error{ErrorKind::data, path_ + exists_already};
        }
        mode_ = exists ? status.st_mode & 0777 : usual_mode();
        open_temporary();
    }
    if (descriptor_ < 0) {
        fail(path_, errno);
    }
}

void OutputFile::open_temporary() {
    descriptor_ = open_nameless(folder_of(path_));
    if (descriptor_ < 0) {
        temporary_ = path_ + ".XXXXXX" + std::string{unfinished_end};
        descriptor_ =
            ::mkostemps(temporary_.data(), static_cast<int>(unfinished_end.size()), O_CLOEXEC);
    }
}

OutputFile::~OutputFile() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
        if (!temporary_.empty()) {
            ::unlink(temporary_.c_str());
        }
    }
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_{std::move(other.path_)}, temporary_{std::move(other.temporary_)},
      buffer_{std::move(other.buffer_)}, overwrite_{other.overwrite_},
      descriptor_{std::exchange(other.descriptor_, -1)}, mode_{other.mode_}, in_place_{
                                                                                 other.in_place_} {}

void OutputFile::flush() {
    write_all(descriptor_, buffer_, path_);
    buffer_.clear();
}

void OutputFile::write(std::string_view bytes) {
    buffer_ += bytes;
    if (buffer_.size() >= block) {
        flush();
    }
}

bool OutputFile::name_nameless() {
    if (give_name(descriptor_, path_)) {
        return true;
    }
    if (errno != EEXIST || overwrite_ == Overwrite::never) {
        return false;
    }
    temporary_ = unfinished_path(path_); // only a rename can take the place of another file
    ::unlink(temporary_.c_str());
    return give_name(descriptor_, temporary_) && ::rename(temporary_.c_str(), path_.c_str()) == 0;
}

bool OutputFile::put_in_place() {
    if (temporary_.empty()) {
        return name_nameless();
    }
    if (overwrite_ == Overwrite::allowed) {
        return ::rename(temporary_.c_str(), path_.c_str()) == 0;
    }
    if (::link(temporary_.c_str(), path_.c_str()) == 0) {
        ::unlink(temporary_.c_str());
        return true;
    }
    if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS) {
        return false;
    }
    // this file system has no links; a look before the rename must do
    if (::access(path_.c_str(), F_OK) == 0) {
        errno = EEXIST;
        return false;
    }
    return ::rename(temporary_.c_str(), path_.c_str()) == 0;
}

void OutputFile::commit() {
    flush();
    if (in_place_) {
        ::close(std::exchange(descriptor_, -1));
        return;
    }
    ::fchmod(descriptor_, mode_); // until now it was the owner's alone
    if (::fsync(descriptor_) != 0) {
        fail(path_, errno);
    }
    if (!put_in_place()) {
        if (errno == EEXIST) {
            throw Error{ErrorKind::data, path_ + exists_already};
        }
        fail(path_, errno);
    }
    ::close(std::exchange(descriptor_, -1));
    sync_folder(folder_of(path_));
}

bool is_unfinished(std::string_view name) {
    if (!name.ends_with(unfinished_end)) {
        return false;
    }
    name.remove_suffix(unfinished_end.size());
    if (name.size() < unfinished_mark + 2 || name[name.size() - unfinished_mark - 1] != '.') {
        return false;
    }
    return std::all_of(name.end() - unfinished_mark, name.end(),
                       [](unsigned char c) { return std::isalnum(c) != 0; });
}

} // namespace ecg
