#include "acquire/session/line_file.hpp"

#include "acquire/session/session_file_name.hpp"
#include "common/error.hpp"
#include "common/files.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

namespace ecg::acquire {
namespace {

constexpr mode_t as_umask_says = 0666;
constexpr std::size_t copied_at_once = 1U << 20;

[[noreturn]] void fail(const std::string& path, int error) {
    throw Error{ErrorKind::data, path + ": " + std::generic_category().message(error)};
}

std::filesystem::path folder_of(const std::string& path) {
    const auto folder = std::filesystem::path{path}.parent_path();
    return folder.empty() ? "." : folder;
}

/// So that the file's name outlives a power cut as well as its bytes.
void sync_folder(const std::filesystem::path& folder) {
    const Descriptor open{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (open.is_open()) {
        ::fsync(open.number()); // some file systems cannot
    }
}

void lock(const Descriptor& file, const std::string& path) {
    if (::flock(file.number(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        throw Error{ErrorKind::unavailable, path + ": another process writes it"};
    }
}

bool has_no_place_for(int error) { // what a pipe or /dev/null says to fdatasync
    return error == EINVAL || error == EROFS || error == ENOTSUP;
}

/// Writes until all is written or the system refuses. In a file that has room it is one write.
Put write_until_refused(int descriptor, std::string_view line) {
    Put put;
    while (put.bytes < line.size()) {
        const auto count = ::write(descriptor, line.data() + put.bytes, line.size() - put.bytes);
        if (count > 0) {
            put.bytes += static_cast<std::size_t>(count);
        } else if (count == 0 || errno != EINTR) {
            put.error = count == 0 ? ENOSPC : errno;
            break;
        }
    }
    return put;
}

} // namespace

LineFile::LineFile(std::string path, Descriptor file)
    : path_{std::move(path)}, file_{std::move(file)} {
    struct stat status {};

    if (::fstat(file_.number(), &status) != 0) {
        fail(path_, errno);
    }
    is_regular_ = S_ISREG(status.st_mode);
    size_ = is_regular_ ? status.st_size : 0;
}

std::optional<LineFile> LineFile::create(const std::string& path) {
    struct stat status {};

    const bool exists = ::stat(path.c_str(), &status) == 0;
    if (exists && S_ISDIR(status.st_mode)) {
        fail(path, EISDIR);
    }
    // what stands behind /dev/stdout may be a file, but nobody wants a /dev/stdout-1
    const bool as_it_is = exists && (!S_ISREG(status.st_mode) || path.starts_with("/dev/"));
    const int how = as_it_is ? 0 : O_CREAT | O_EXCL;
    Descriptor file{
        ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY | how, as_umask_says)};
    if (!file.is_open() && errno == EEXIST) {
        return std::nullopt;
    }
    if (!file.is_open()) {
        fail(path, errno);
    }
    LineFile made{path, std::move(file)};
    if (made.is_regular()) {
        lock(made.file_, path);
        made.is_new_ = !as_it_is;
        sync_folder(folder_of(path));
    }
    return made;
}

LineFile LineFile::reopen(const std::string& path) {
    Descriptor file{::open(path.c_str(), O_RDWR | O_APPEND | O_CLOEXEC | O_NOCTTY)};
    if (!file.is_open()) {
        fail(path, errno);
    }
    lock(file, path);
    LineFile opened{path, std::move(file)};
    if (!opened.is_regular()) {
        throw Error{ErrorKind::data, path + ": is not a file, there is nothing to go on in"};
    }
    return opened;
}

LineFile::~LineFile() {
    struct stat ours {};

    struct stat there {};

    const bool is_empty =
        file_.is_open() && is_new_ && ::fstat(file_.number(), &ours) == 0 && ours.st_size == 0;
    if (is_empty && ::stat(path_.c_str(), &there) == 0 && there.st_ino == ours.st_ino &&
        there.st_dev == ours.st_dev) {
        ::unlink(path_.c_str());
    }
}

bool LineFile::is_removed() const {
    struct stat status {};

    return is_regular_ && ::fstat(file_.number(), &status) == 0 && status.st_nlink == 0;
}

int LineFile::sync_to_disk(bool sync) const {
    while (sync && ::fdatasync(file_.number()) != 0) {
        if (errno != EINTR) {
            return has_no_place_for(errno) ? 0 : errno;
        }
    }
    return 0;
}

Put LineFile::put(std::string_view line, bool sync) {
    if (is_torn_ && ::ftruncate(file_.number(), size_) != 0) {
        return {0, errno};
    }
    is_torn_ = false;
    Put put = write_until_refused(file_.number(), line);
    if (put.error == EPIPE) {
        throw ClosedPipe{ErrorKind::data, path_ + ": " + std::generic_category().message(EPIPE)};
    }
    if (put.error == 0) {
        put.error = sync_to_disk(sync);
    }
    if (!is_regular_) {
        return put;
    }
    if (put.error != 0) {
        is_torn_ = ::ftruncate(file_.number(), size_) != 0;
        return {0, put.error};
    }
    size_ += static_cast<std::int64_t>(line.size());
    return put;
}

void LineFile::copy_tail(std::int64_t offset, const std::string& to) const {
    const Descriptor copy{
        ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, as_umask_says)};
    if (!copy.is_open()) {
        fail(to, errno);
    }
    std::string bytes;
    while (offset < size_) {
        bytes.resize(
            std::min<std::size_t>(copied_at_once, static_cast<std::size_t>(size_ - offset)));
        const auto count = ::pread(file_.number(), bytes.data(), bytes.size(), offset);
        if (count <= 0) {
            fail(path_, count == 0 ? EIO : errno);
        }
        write_all(copy.number(), {bytes.data(), static_cast<std::size_t>(count)}, to);
        offset += count;
    }
    if (::fsync(copy.number()) != 0) {
        fail(to, errno);
    }
    sync_folder(folder_of(to));
}

std::optional<std::string> LineFile::move_tail(std::int64_t offset) {
    std::optional<std::string> other;
    if (offset < size_) {
        int number = 0;
        do {
            other = numbered_name(path_ + ".partial", number++);
        } while (::access(other->c_str(), F_OK) == 0);
        copy_tail(offset, *other);
        if (::ftruncate(file_.number(), offset) != 0) {
            fail(path_, errno);
        }
        size_ = offset;
    }
    char last = '\n';
    if (size_ > 0 && ::pread(file_.number(), &last, 1, size_ - 1) == 1 && last != '\n') {
        if (const Put put = this->put("\n", true); put.error != 0) {
            fail(path_, put.error);
        }
    }
    return other;
}

bool is_being_written(const std::string& path) {
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
    return file.is_open() && ::flock(file.number(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

void make_folders_of(const std::string& path) {
    std::error_code error;
    const auto folder = folder_of(path);
    std::filesystem::create_directories(folder, error);
    if (error) {
        throw Error{ErrorKind::data, folder.string() + ": " + error.message()};
    }
    sync_folder(folder_of(folder.string()));
}

} // namespace ecg::acquire
