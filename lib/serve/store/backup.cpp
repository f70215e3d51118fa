#include "serve/store/backup.hpp"

#include "serve/store/database.hpp"
#include "serve/store/schema.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace ecg::serve {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& path, int code) {
    throw Error{ErrorKind::data, path + ": " + std::strerror(code)};
}

void sync_to_disk(const std::string& path, int flags) {
    const int file = ::open(path.c_str(), flags | O_CLOEXEC);
    const int code = file < 0 || ::fsync(file) != 0 ? errno : 0;
    if (file >= 0) {
        ::close(file);
    }
    if (code != 0) {
        fail(path, code);
    }
}

/// The files of a copy that was not finished.
void remove_unfinished(const std::string& path) {
    for (const char* const end : {"", "-journal", "-wal", "-shm"}) {
        ::unlink((path + end).c_str());
    }
}

void copy(const std::string& from, const std::string& unfinished) {
    Database source{from, Database::Access::read};
    if (schema_version(source) == 0) {
        throw Error{ErrorKind::data, from + ": is empty"};
    }
    Database target{unfinished, Database::Access::create};
    source.copy_into(target);
    target.run_script("PRAGMA journal_mode = DELETE"); // one file, not three
}

} // namespace

void back_up(const std::string& from, const std::string& to) {
    if (::access(to.c_str(), F_OK) == 0) {
        fail(to, EEXIST);
    }
    const std::string unfinished = to + ".unfinished." + std::to_string(::getpid());
    remove_unfinished(unfinished); // of a process that had that number before
    try {
        copy(from, unfinished);
        sync_to_disk(unfinished, O_RDWR);
        if (::link(unfinished.c_str(), to.c_str()) != 0) { // never over what came meanwhile
            fail(to, errno);
        }
    } catch (...) {
        remove_unfinished(unfinished);
        throw;
    }
    remove_unfinished(unfinished);
    const std::string folder = fs::absolute(to).parent_path().string();
    sync_to_disk(folder, O_RDONLY | O_DIRECTORY);
}

} // namespace ecg::serve
