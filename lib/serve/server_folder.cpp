#include "serve/server_folder.hpp"

#include "common/error.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace ecg::serve {
namespace {

namespace fs = std::filesystem;

void make_private(const std::string& path) {
    if ((::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) || ::chmod(path.c_str(), 0700) != 0) {
        throw Error{ErrorKind::data, path + ": " + std::strerror(errno)};
    }
}

} // namespace

ServerFolder server_folder(const std::string& home) {
    return {(fs::path{home} / "server").string()};
}

void make_server_folder(const ServerFolder& folder) {
    std::error_code code;
    const fs::path home = fs::path{folder.path}.parent_path();
    fs::create_directories(home, code);
    if (code) {
        throw Error{ErrorKind::data, home.string() + ": " + code.message()};
    }
    make_private(folder.path);
    make_private(folder.audit());
}

void require_database(const ServerFolder& folder) {
    if (::access(folder.database().c_str(), F_OK) != 0) {
        throw Error{ErrorKind::data, folder.database() + ": " + std::strerror(errno) +
                                         "; \"ecg-serve migrate\" makes one"};
    }
}

} // namespace ecg::serve
