#include "report/reports_folder.hpp"

#include "common/error.hpp"
#include "common/files.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <utility>

namespace ecg::report {
namespace {

namespace fs = std::filesystem;

std::string index_path(const std::string& folder) {
    return folder + "/index.json";
}

int lock_file(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0) {
        throw Error{ErrorKind::data, path + ": " + std::strerror(errno)};
    }
    while (::flock(descriptor, LOCK_EX) != 0) {
        if (errno != EINTR) {
            const int error = errno;
            ::close(descriptor);
            throw Error{ErrorKind::data, path + ": " + std::strerror(error)};
        }
    }
    return descriptor;
}

} // namespace

FolderLock::FolderLock(std::string folder)
    : folder_{std::move(folder)}, descriptor_{lock_file(index_path(folder_) + ".lock")} {}

FolderLock::~FolderLock() {
    ::close(descriptor_); // which gives the lock back
}

void remove_unfinished(const FolderLock& lock) {
    constexpr std::array<std::string_view, 4> stems{".pdf.", ".svg.", ".png.", "index.json."};
    std::error_code ignored;
    for (fs::directory_iterator entry{lock.folder(), ignored}; entry != fs::directory_iterator{};
         entry.increment(ignored)) {
        const std::string name = entry->path().filename().string();
        const bool ours = std::any_of(stems.begin(), stems.end(), [&](std::string_view stem) {
            return name.find(stem) != std::string::npos;
        });
        if (ours && is_unfinished(name)) {
            fs::remove(entry->path(), ignored);
        }
    }
}

void enter_report(const FolderLock& lock, const NewReport& report) {
    const std::string path = index_path(lock.folder());
    std::string text;
    if (fs::exists(path)) {
        text = read_whole_file(path);
        if (text.empty()) {
            throw Error{ErrorKind::data, path + ": is empty"};
        }
    }
    OutputFile file{path, Overwrite::allowed};
    file.write(index_with(text, path, report));
    file.commit();
}

std::vector<ListedReport> reports_in(const std::string& folder) {
    const std::string path = index_path(folder);
    if (!fs::exists(path)) {
        return {};
    }
    return listed_reports(read_whole_file(path), path);
}

} // namespace ecg::report
