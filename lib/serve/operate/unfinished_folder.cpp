#include "serve/operate/unfinished_folder.hpp"

#include "common/error.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace ecg::serve {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& path) {
    throw Error{ErrorKind::data, path + ": " + std::strerror(errno)};
}

int open_folder(const std::string& path) {
    return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

void sync_folder(const std::string& path) {
    const int folder = open_folder(path);
    const bool done = folder >= 0 && ::fsync(folder) == 0;
    if (folder >= 0) {
        ::close(folder);
    }
    if (!done) {
        fail(path);
    }
}

/// Nobody holds the lock of a folder whose program was killed.
void remove_if_left(const fs::path& path) {
    const int folder = open_folder(path);
    if (folder < 0) {
        return;
    }
    if (::flock(folder, LOCK_EX | LOCK_NB) == 0) {
        std::error_code ignored; // it is in nobody's way
        fs::remove_all(path, ignored);
    }
    ::close(folder);
}

bool rename_to_nothing(const std::string& from, const std::string& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
        return true;
    }
    if (errno != EINVAL) {
        return false;
    }
    // a file system without that: a folder still takes no other's place unless it is empty
    return ::rename(from.c_str(), to.c_str()) == 0;
}

std::string without_end(const std::string& path) {
    const fs::path plain = fs::absolute(path).lexically_normal();
    return (plain.has_filename() ? plain : plain.parent_path()).string();
}

} // namespace

UnfinishedFolder::UnfinishedFolder(const std::string& path) : path_{without_end(path)} {
    const fs::path parent = fs::path{path_}.parent_path();
    const std::string start = fs::path{path_}.filename().string() + ".unfinished.";
    std::error_code code;
    for (const fs::directory_entry& entry : fs::directory_iterator{parent, code}) {
        if (entry.path().filename().string().starts_with(start)) {
            remove_if_left(entry.path());
        }
    }
    unfinished_ = path_ + ".unfinished." + std::to_string(::getpid());
    if (::mkdir(unfinished_.c_str(), 0700) != 0) {
        fail(unfinished_);
    }
    descriptor_ = open_folder(unfinished_);
    if (descriptor_ < 0 || ::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        fail(unfinished_);
    }
}

UnfinishedFolder::~UnfinishedFolder() {
    if (!finished_) {
        std::error_code ignored; // the next one for this path tries again
        fs::remove_all(unfinished_, ignored);
    }
    ::close(descriptor_);
}

void UnfinishedFolder::finish() {
    sync_all();
    if (!rename_to_nothing(unfinished_, path_)) {
        fail(path_);
    }
    finished_ = true;
    sync_folder(fs::path{path_}.parent_path());
}

/// The files were synced when they were written; their names are on the disk after this.
void UnfinishedFolder::sync_all() const {
    sync_folder(unfinished_);
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator{unfinished_}) {
        if (entry.is_directory()) {
            sync_folder(entry.path());
        }
    }
}

} // namespace ecg::serve
