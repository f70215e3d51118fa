#include "sync/queue_files.hpp"

#include "common/error.hpp"
#include "common/files.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <memory>

namespace ecg::sync {
namespace {

constexpr std::string_view unfinished_start = ".tmp-";
constexpr std::time_t old_seconds = 3600;

[[noreturn]] void fail(const std::string& path, int code) {
    throw Error{ErrorKind::data, path + ": " + std::strerror(code)};
}

struct CloseFolder {
    void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};

std::vector<std::string> all_names_in(const std::string& path) {
    const std::unique_ptr<DIR, CloseFolder> folder{::opendir(path.c_str())};
    if (!folder) {
        fail(path, errno);
    }
    std::vector<std::string> names;
    errno = 0;
    while (const dirent* const entry = ::readdir(folder.get())) {
        names.emplace_back(entry->d_name);
    }
    if (errno != 0) {
        fail(path, errno);
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::string unfinished(const std::string& folder, const std::string& name) {
    return folder + '/' + std::string{unfinished_start} + name;
}

void remove_all(const std::string& folder, const std::vector<NamedBytes>& files) {
    for (const NamedBytes& file : files) {
        ::unlink(unfinished(folder, file.name).c_str());
    }
}

/// One flush for all is cheaper than one each, but flushes what others wrote, too.
void flush(const std::string& folder, const std::vector<NamedBytes>& files) {
    if (files.size() == 1) {
        const std::string path = unfinished(folder, files.front().name);
        const OpenFile file{path, O_RDONLY};
        if (::fsync(file.number()) != 0) {
            fail(path, errno);
        }
        return;
    }
    const OpenFile place{folder, O_RDONLY | O_DIRECTORY};
    if (::syncfs(place.number()) != 0) {
        fail(folder, errno);
    }
}

/// It may be looked at where nothing can be written.
OpenFile open_lock(const std::string& path) {
    const int number = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    return number >= 0 ? OpenFile{number} : OpenFile{path, O_RDWR | O_CREAT};
}

/// A lock of the other kind, which lets others ask for it without trying to take it. It keeps
/// nobody out, and where a file system has no such thing, onlookers alone miss it.
void show_lock(const OpenFile& file) {
    struct flock shown {};

    shown.l_type = F_RDLCK;
    shown.l_whence = SEEK_SET;
    static_cast<void>(::fcntl(file.number(), F_OFD_SETLK, &shown));
}

} // namespace

OpenFile::OpenFile(const std::string& path, int flags, mode_t mode)
    : number_{::open(path.c_str(), flags | O_CLOEXEC, mode)} {
    if (number_ < 0) {
        fail(path, errno);
    }
}

OpenFile::~OpenFile() {
    if (number_ >= 0) {
        ::close(number_);
    }
}

OpenFile& OpenFile::operator=(OpenFile&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
}

std::optional<FileLock> FileLock::try_take(const std::string& path) {
    OpenFile file = open_lock(path);
    if (::flock(file.number(), LOCK_EX | LOCK_NB) == 0) {
        show_lock(file);
        return FileLock{std::move(file)};
    }
    if (errno != EWOULDBLOCK) {
        fail(path, errno);
    }
    return std::nullopt;
}

FileLock FileLock::take(const std::string& path) {
    OpenFile file = open_lock(path);
    while (::flock(file.number(), LOCK_EX) != 0) {
        if (errno != EINTR) {
            fail(path, errno);
        }
    }
    return FileLock{std::move(file)};
}

bool FileLock::is_taken(const std::string& path) {
    const int number = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (number < 0 && errno == ENOENT) {
        return false;
    }
    if (number < 0) {
        fail(path, errno);
    }
    const OpenFile file{number};

    struct flock wanted {};

    wanted.l_type = F_WRLCK;
    wanted.l_whence = SEEK_SET;
    if (::fcntl(file.number(), F_OFD_GETLK, &wanted) != 0) {
        fail(path, errno);
    }
    return wanted.l_type != F_UNLCK;
}

void make_folder(const std::string& path) {
    if (::mkdir(path.c_str(), 0700) == 0) {
        const auto slash = path.rfind('/');
        sync_folder(slash == std::string::npos ? "." : path.substr(0, slash + 1));
    } else if (errno != EEXIST) {
        fail(path, errno);
    }
}

void sync_folder(const std::string& path) {
    const OpenFile folder{path, O_RDONLY | O_DIRECTORY};
    if (::fsync(folder.number()) != 0) {
        fail(path, errno);
    }
}

void write_durably(const std::string& folder, const std::vector<NamedBytes>& files) {
    if (files.empty()) {
        return;
    }
    try {
        for (const NamedBytes& file : files) {
            const std::string path = unfinished(folder, file.name);
            const OpenFile open{path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW};
            write_all(open.number(), file.bytes, path);
        }
        flush(folder, files);
        for (const NamedBytes& file : files) {
            move_file(unfinished(folder, file.name), folder + '/' + file.name);
        }
    } catch (...) {
        remove_all(folder, files);
        throw;
    }
    sync_folder(folder);
}

void move_file(const std::string& from, const std::string& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) {
        fail(from, errno);
    }
}

ReadFile read_regular(const std::string& path, std::size_t limit, std::string& bytes) {
    const int number = ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (number < 0 && errno == ENOENT) {
        return ReadFile::missing;
    }
    if (number < 0 && (errno == ELOOP || errno == ENXIO || errno == EISDIR)) {
        return ReadFile::irregular;
    }
    if (number < 0) {
        fail(path, errno);
    }
    const OpenFile file{number};

    struct stat status {};

    if (::fstat(file.number(), &status) != 0) {
        fail(path, errno);
    }
    if (!S_ISREG(status.st_mode)) {
        return ReadFile::irregular;
    }
    if (static_cast<std::uint64_t>(status.st_size) > limit) {
        return ReadFile::too_large;
    }
    bytes.resize(static_cast<std::size_t>(status.st_size));
    std::size_t got = 0;
    while (got < bytes.size()) {
        const ssize_t more = ::read(file.number(), bytes.data() + got, bytes.size() - got);
        if (more < 0 && errno != EINTR) {
            fail(path, errno);
        }
        if (more == 0) {
            break;
        }
        got += more < 0 ? 0 : static_cast<std::size_t>(more);
    }
    bytes.resize(got);
    return ReadFile::whole;
}

std::vector<std::string> names_in(const std::string& folder) {
    std::vector<std::string> names = all_names_in(folder);
    names.erase(std::remove_if(names.begin(), names.end(),
                               [](const std::string& name) { return name.starts_with('.'); }),
                names.end());
    return names;
}

void remove_unfinished(const std::string& folder) {
    for (const std::string& name : all_names_in(folder)) {
        if (!name.starts_with(unfinished_start)) {
            continue;
        }
        const std::string path = folder + '/' + name;

        struct stat status {};

        if (::lstat(path.c_str(), &status) == 0 &&
            status.st_mtim.tv_sec < std::time(nullptr) - old_seconds) {
            ::unlink(path.c_str());
        }
    }
}

} // namespace ecg::sync
