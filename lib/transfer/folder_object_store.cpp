#include "transfer/folder_object_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace ecg::transfer {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t shortest_name = 5, longest_name = 128;
constexpr std::string_view unfinished_folder = "unfinished";

[[noreturn]] void fail(const std::string& path, int code) {
    const std::string message = path + ": " + std::strerror(code);
    if (code == ENOSPC || code == EDQUOT || code == EFBIG) {
        throw DiskFull{message};
    }
    throw Error{ErrorKind::unavailable, message};
}

/// An open file that closes itself.
class Descriptor {
public:
    Descriptor(const std::string& path, int flags)
        : number_{::open(path.c_str(), flags | O_CLOEXEC, 0600)} {}

    ~Descriptor() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    explicit operator bool() const { return number_ >= 0; }

    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

/// What a folder names is on the disk only after this.
void sync_folder(const std::string& path) {
    const Descriptor folder{path, O_RDONLY | O_DIRECTORY};
    if (!folder || ::fsync(folder.number()) != 0) {
        fail(path, errno);
    }
}

void make_folder(const std::string& path, const std::string& parent) {
    if (::mkdir(path.c_str(), 0700) == 0) {
        sync_folder(parent);
    } else if (errno != EEXIST) {
        fail(path, errno);
    }
}

void write_and_sync(const std::string& path, std::string_view bytes) {
    const Descriptor file{path, O_WRONLY | O_CREAT | O_EXCL};
    if (!file) {
        fail(path, errno);
    }
    while (!bytes.empty()) {
        const ssize_t written = ::write(file.number(), bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) {
            fail(path, errno);
        }
        bytes.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    if (::fsync(file.number()) != 0) {
        fail(path, errno);
    }
}

bool is_name(std::string_view name) {
    return name.size() >= shortest_name && name.size() <= longest_name &&
           std::ranges::all_of(
               name, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// No two of them are the same, in this process or another.
std::string unfinished_name(const std::string& name) {
    static std::atomic<std::uint64_t> count{0};
    return name + '.' + std::to_string(::getpid()) + '.' + std::to_string(count++);
}

} // namespace

FolderObjectStore::FolderObjectStore(std::string folder) : folder_{std::move(folder)} {
    std::error_code code;
    fs::create_directories(folder_, code);
    if (code) {
        fail(folder_, code.value());
    }
    ::chmod(folder_.c_str(), 0700);
    const std::string unfinished = folder_ + '/' + std::string{unfinished_folder};
    make_folder(unfinished, folder_);
    // an hour, for another process may be at work on a younger one
    const auto old = fs::file_time_type::clock::now() - std::chrono::hours{1};
    for (const auto& entry : fs::directory_iterator{unfinished, code}) {
        if (entry.last_write_time(code) < old) {
            fs::remove(entry.path(), code);
        }
    }
}

std::string FolderObjectStore::path_of(const std::string& name) const {
    if (!is_name(name)) {
        throw Error{ErrorKind::usage, "\"" + name + "\" is no name of an object"};
    }
    return folder_ + '/' + name.substr(0, 2) + '/' + name.substr(2, 2) + '/' + name;
}

std::string FolderObjectStore::make_folders_of(const std::string& name) {
    const std::string outer = folder_ + '/' + name.substr(0, 2);
    std::string inner = outer + '/' + name.substr(2, 2);
    if (::access(inner.c_str(), F_OK) != 0) {
        make_folder(outer, folder_);
        make_folder(inner, outer);
    }
    return inner;
}

void FolderObjectStore::put(const std::string& name, std::string_view bytes) {
    const std::string path = path_of(name);
    if (size(name) == bytes.size()) {
        sync_folder(fs::path{path}.parent_path()); // another thread may only just have named it
        return;
    }
    const std::string parent = make_folders_of(name);
    const std::string unfinished =
        folder_ + '/' + std::string{unfinished_folder} + '/' + unfinished_name(name);
    try {
        write_and_sync(unfinished, bytes);
        if (::rename(unfinished.c_str(), path.c_str()) != 0) {
            fail(path, errno);
        }
    } catch (...) {
        ::unlink(unfinished.c_str());
        throw;
    }
    sync_folder(parent);
}

std::optional<std::string> FolderObjectStore::read(const std::string& name, std::uint64_t offset,
                                                   std::size_t length) {
    const std::string path = path_of(name);
    const Descriptor file{path, O_RDONLY};
    if (!file) {
        if (errno == ENOENT) {
            return std::nullopt;
        }
        fail(path, errno);
    }

    struct stat status {};

    if (::fstat(file.number(), &status) != 0) {
        fail(path, errno);
    }
    const auto whole = static_cast<std::uint64_t>(status.st_size);
    const std::uint64_t rest = offset < whole ? whole - offset : 0;
    std::string bytes(static_cast<std::size_t>(std::min<std::uint64_t>(rest, length)), '\0');
    std::size_t got = 0;
    while (got < bytes.size()) {
        const ssize_t more = ::pread(file.number(), bytes.data() + got, bytes.size() - got,
                                     static_cast<off_t>(offset + got));
        if (more < 0 && errno != EINTR) {
            fail(path, errno);
        }
        if (more == 0) {
            throw Error{ErrorKind::unavailable, path + ": became shorter while it was read"};
        }
        got += more < 0 ? 0 : static_cast<std::size_t>(more);
    }
    return bytes;
}

std::optional<std::uint64_t> FolderObjectStore::size(const std::string& name) {
    const std::string path = path_of(name);

    struct stat status {};

    if (::stat(path.c_str(), &status) == 0) {
        return static_cast<std::uint64_t>(status.st_size);
    }
    if (errno != ENOENT) {
        fail(path, errno);
    }
    return std::nullopt;
}

bool FolderObjectStore::remove(const std::string& name) {
    const std::string path = path_of(name);
    if (::unlink(path.c_str()) == 0) {
        sync_folder(fs::path{path}.parent_path());
        return true;
    }
    if (errno != ENOENT) {
        fail(path, errno);
    }
    return false;
}

void FolderObjectStore::each(const std::function<void(const std::string& name)>& visit) {
    std::error_code code;
    for (fs::recursive_directory_iterator entry{folder_, code}, end; !code && entry != end;
         entry.increment(code)) {
        const std::string name = entry->path().filename();
        if (entry.depth() == 2 && entry->is_regular_file(code) && is_name(name)) {
            visit(name);
        }
    }
    if (code) {
        fail(folder_, code.value());
    }
}

} // namespace ecg::transfer
