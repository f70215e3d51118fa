#include "cli/crash_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <vector>

namespace ecg::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view record_begin = "crash_", record_end = ".json";
constexpr std::string_view unfinished_begin = ".crash_";
constexpr std::time_t surely_dead = 3600; // seconds

std::string variable(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? std::string{} : std::string{value};
}

bool is_old(const fs::path& path) {
    struct stat status {};

    return ::lstat(path.c_str(), &status) == 0 &&
           std::time(nullptr) - status.st_mtim.tv_sec > surely_dead;
}

void tidy(const std::string& folder) {
    std::error_code failure;
    std::vector<fs::path> records;
    for (fs::directory_iterator entry{folder, failure}, end; !failure && entry != end;
         entry.increment(failure)) {
        const std::string name = entry->path().filename().string();
        if (name.starts_with(record_begin) && name.ends_with(record_end)) {
            records.push_back(entry->path());
        } else if (name.starts_with(unfinished_begin) && is_old(entry->path())) {
            fs::remove(entry->path(), failure);
        }
    }
    if (records.size() <= kept_crashes) {
        return;
    }
    std::sort(records.begin(), records.end()); // by their time, with which the names begin
    records.resize(records.size() - kept_crashes);
    for (const fs::path& record : records) {
        fs::remove(record, failure);
    }
}

/// A path of a fixed length, for a signal handler has no memory to ask for.
class ShortPath {
public:
    ShortPath& add(std::string_view text) {
        const std::size_t count = std::min(text.size(), text_.size() - 1 - length_);
        is_whole_ = is_whole_ && count == text.size();
        std::memcpy(text_.data() + length_, text.data(), count);
        length_ += count;
        return *this;
    }

    /// What ends before each "/" is made where it is missing.
    void make_folders() {
        for (std::size_t i = 1; i < length_; ++i) {
            if (text_[i] == '/') {
                text_[i] = '\0';
                ::mkdir(text_.data(), 0700);
                text_[i] = '/';
            }
        }
    }

    [[nodiscard]] const char* get() const { return text_.data(); }

    [[nodiscard]] bool is_whole() const { return is_whole_; }

private:
    std::array<char, 4096> text_{};
    std::size_t length_ = 0;
    bool is_whole_ = true;
};

bool write_whole(int file, std::string_view text) {
    while (!text.empty()) {
        const auto count = ::write(file, text.data(), text.size());
        if (count > 0) {
            text.remove_prefix(static_cast<std::size_t>(count));
        } else if (count == 0 || errno != EINTR) {
            return false;
        }
    }
    return ::fsync(file) == 0;
}

} // namespace

std::string crash_folder(const std::string& home) {
    return home.empty() ? "" : home + "/logs/crashes";
}

std::string home_of_environment() {
    if (std::string home = variable("ECG_HOME"); !home.empty()) {
        return home;
    }
    if (const std::string data = variable("XDG_DATA_HOME"); !data.empty()) {
        return data + "/ecg";
    }
    const std::string home = variable("HOME");
    return home.empty() ? "" : home + "/.local/share/ecg";
}

void tidy_crash_folder(const std::string& folder) noexcept {
    try {
        tidy(folder);
    } catch (const std::exception&) {
        // A later start does it: no tool fails to start for the crash of another.
    }
}

bool place_crash_record(const char* folder, std::string_view name, std::string_view text) noexcept {
    ShortPath unfinished, path;
    unfinished.add(folder).add("/.").add(name).add(".tmp");
    path.add(folder).add("/").add(name);
    if (folder[0] == '\0' || !unfinished.is_whole()) {
        return false;
    }
    path.make_folders();
    const int file =
        ::open(unfinished.get(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) {
        return false;
    }
    const bool is_whole = write_whole(file, text);
    ::close(file);
    if (is_whole && ::rename(unfinished.get(), path.get()) == 0) {
        return true;
    }
    ::unlink(unfinished.get());
    return false;
}

} // namespace ecg::cli
