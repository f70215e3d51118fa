#include "acquire/wire/port_access.hpp"

#include "common/text.hpp"

#include <fcntl.h>
#include <grp.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <vector>

namespace ecg::acquire {
namespace {

namespace fs = std::filesystem;

/// The group whose members may use the file; nobody is to join that of root.
std::optional<std::string> group_let_in(const std::string& path) {
    constexpr mode_t for_group = S_IRGRP | S_IWGRP;

    struct stat file {};

    if (::stat(path.c_str(), &file) != 0 || (file.st_mode & for_group) != for_group ||
        file.st_gid == 0) {
        return std::nullopt;
    }
    const struct group* entry = ::getgrgid(file.st_gid);
    return entry == nullptr ? std::to_string(file.st_gid) : entry->gr_name;
}

std::string words_of_process(std::int64_t pid) {
    std::ifstream file{"/proc/" + std::to_string(pid) + "/comm"};
    std::string command;
    std::getline(file, command);
    const bool is_plain =
        std::all_of(command.begin(), command.end(), [](char c) { return c > ' ' && c < '\x7f'; });
    return "pid " + std::to_string(pid) +
           (command.empty() || !is_plain ? "" : " (" + command + ")");
}

/// The names in a folder, of which some may vanish meanwhile.
std::vector<fs::path> entries_of(const fs::path& folder) {
    std::vector<fs::path> entries;
    std::error_code trouble;
    fs::directory_iterator at{folder, trouble};
    while (!trouble && at != fs::directory_iterator{}) {
        entries.push_back(at->path());
        at.increment(trouble);
    }
    return entries;
}

bool has_open(const fs::path& process, const std::string& device) {
    const auto files = entries_of(process / "fd"); // none of processes that are not ours
    return std::any_of(files.begin(), files.end(), [&](const fs::path& file) {
        std::error_code closed;
        return fs::read_symlink(file, closed) == device;
    });
}

std::optional<std::int64_t> process_with(const std::string& device,
                                         std::optional<std::int64_t> except) {
    for (const fs::path& process : entries_of("/proc")) {
        const auto pid = parse_integer(process.filename().string());
        if (pid && pid != except && has_open(process, device)) {
            return pid;
        }
    }
    return std::nullopt;
}

/// The locks of all users are told to everybody, by device and inode.
std::optional<std::int64_t> process_that_locked(const struct stat& file) {
    std::array<char, 64> place{};
    std::snprintf(place.data(), place.size(), "%02x:%02x:%lu", major(file.st_dev),
                  minor(file.st_dev), static_cast<unsigned long>(file.st_ino));
    std::ifstream locks{"/proc/locks"};
    for (std::string line; std::getline(locks, line);) {
        const auto words = split_blanks(line); // "1: FLOCK ADVISORY WRITE 812 00:06:95 0 EOF"
        if (words.size() > 5 && words[1] == "FLOCK" && words[5] == place.data()) {
            return parse_integer(words[4]);
        }
    }
    return std::nullopt;
}

} // namespace

std::string holder_of(const std::string& device) {
    struct stat file {};

    if (::stat(device.c_str(), &file) != 0) {
        return "";
    }
    auto pid = process_that_locked(file);
    if (!pid || *pid <= 0) { // 0: of another namespace
        pid = process_with(device, std::nullopt);
    }
    return pid ? words_of_process(*pid) : "";
}

std::string other_with(const std::string& device) {
    const auto pid = process_with(device, ::getpid());
    return pid ? words_of_process(*pid) : "";
}

std::string access_advice(const std::string& device) {
    const auto group = group_let_in(device);
    return group ? "it belongs to group " + *group + ": have yourself added (usermod -a -G " +
                       *group + " NAME) and log in anew"
                 : "only its owner may open it";
}

std::string lacking_access(const std::string& device) {
    if (::faccessat(AT_FDCWD, device.c_str(), R_OK | W_OK, AT_EACCESS) == 0) {
        return "";
    }
    const auto group = group_let_in(device);
    return group ? "needs group " + *group : "denied";
}

} // namespace ecg::acquire
