#include "serve/audit/audit_folder.hpp"

#include "common/error.hpp"
#include "common/files.hpp"
#include "serve/audit/audit_line.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace ecg::serve {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view current_name = "audit.jsonl", head_name = "audit.head";
constexpr std::size_t number_size = 12;

[[noreturn]] void fail(ErrorKind kind, const std::string& path) {
    throw Error{kind, path + ": " + std::strerror(errno)};
}

std::string path_in(const std::string& folder, std::string_view name) {
    return (fs::path{folder} / name).string();
}

int open_file(const std::string& path, int flags) {
    const int descriptor = ::open(path.c_str(), flags | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        fail(ErrorKind::data, path);
    }
    return descriptor;
}

void sync_folder(const std::string& folder) {
    const int descriptor = open_file(folder, O_RDONLY | O_DIRECTORY);
    const bool done = ::fsync(descriptor) == 0;
    ::close(descriptor);
    if (!done) {
        fail(ErrorKind::unavailable, folder);
    }
}

bool is_finished(std::string_view name) {
    constexpr std::string_view start = "audit-", end = ".jsonl";
    return name.size() == start.size() + number_size + end.size() && name.starts_with(start) &&
           name.ends_with(end) &&
           name.substr(start.size(), number_size).find_first_not_of("0123456789") == name.npos;
}

/// Where the last line begins that is whole and is one of ours; absent when there is none.
std::optional<std::size_t> last_line_of(std::string_view text) {
    std::size_t end = text.rfind('\n');
    while (end != text.npos) {
        const std::size_t before = end == 0 ? text.npos : text.rfind('\n', end - 1);
        const std::size_t start = before == text.npos ? 0 : before + 1;
        if (read_audit_line(text.substr(start, end - start))) {
            return start;
        }
        end = before;
    }
    return std::nullopt;
}

AuditTail tail_of(std::string_view text) {
    const std::optional<std::size_t> start = last_line_of(text);
    if (!start) {
        return {"", std::string{text}};
    }
    const std::size_t end = text.find('\n', *start);
    return {std::string{text.substr(*start, end - *start)}, std::string{text.substr(end + 1)}};
}

} // namespace

std::vector<std::string> audit_files(const std::string& folder) {
    std::vector<std::string> paths;
    std::error_code code;
    for (const fs::directory_entry& entry : fs::directory_iterator{folder, code}) {
        if (is_finished(entry.path().filename().string())) {
            paths.push_back(entry.path().string());
        }
    }
    if (code) {
        throw Error{ErrorKind::data, folder + ": " + code.message()};
    }
    std::sort(paths.begin(), paths.end());
    const std::string current = path_in(folder, current_name);
    if (fs::exists(current)) {
        paths.push_back(current);
    }
    return paths;
}

std::string read_head_file(const std::string& folder) {
    const std::string path = path_in(folder, head_name);
    return fs::exists(path) ? read_whole_file(path) : "";
}

AuditFolder::AuditFolder(std::string folder) : folder_{std::move(folder)} {
    std::error_code code;
    fs::create_directories(fs::path{folder_}.parent_path(), code);
    if (::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST) {
        fail(ErrorKind::data, folder_);
    }
    head_file_ = open_file(path_in(folder_, head_name), O_RDWR | O_CREAT);
    if (::flock(head_file_, LOCK_EX | LOCK_NB) != 0) {
        ::close(head_file_);
        throw Error{ErrorKind::unavailable, folder_ + ": another program writes this audit log"};
    }
    try {
        head_ = read_head(read_head_file(folder_));
        read_tail();
        open_current();
        sync_folder(folder_);
    } catch (...) {
        ::close(head_file_);
        if (current_ >= 0) {
            ::close(current_);
        }
        throw;
    }
}

AuditFolder::~AuditFolder() {
    ::close(current_);
    ::close(head_file_);
}

void AuditFolder::read_tail() {
    // A crash between two files leaves the new one empty or without a whole line.
    const std::vector<std::string> files = audit_files(folder_);
    for (auto path = files.rbegin(); path != files.rend() && tail_.last_line.empty(); ++path) {
        const std::string text = read_whole_file(*path);
        AuditTail tail = tail_of(text);
        tail_.last_line = std::move(tail.last_line);
        tail_.torn.insert(0, tail.torn);
        const bool is_current = fs::path{*path}.filename() == current_name;
        const auto first = read_audit_line(std::string_view{text}.substr(0, text.find('\n')));
        if (is_current && first) {
            first_line_ = first->number;
        }
    }
}

void AuditFolder::open_current() {
    const std::string path = path_in(folder_, current_name);
    current_ = open_file(path, O_WRONLY | O_CREAT);

    struct stat status {};

    if (::fstat(current_, &status) != 0 || !S_ISREG(status.st_mode)) {
        throw Error{ErrorKind::data, path + ": is no file"};
    }
    durable_ = static_cast<std::uint64_t>(status.st_size);
}

void AuditFolder::append(std::string_view bytes) {
    const std::string path = path_in(folder_, current_name);
    // What an append that failed left behind is cut off first.
    if (::ftruncate(current_, static_cast<off_t>(durable_)) != 0 ||
        ::lseek(current_, static_cast<off_t>(durable_), SEEK_SET) < 0) {
        fail(ErrorKind::unavailable, path);
    }
    try {
        write_all(current_, bytes, path);
        if (::fdatasync(current_) != 0) {
            fail(ErrorKind::unavailable, path);
        }
    } catch (const Error& error) {
        static_cast<void>(::ftruncate(current_, static_cast<off_t>(durable_)) == 0); // or next time
        throw Error{ErrorKind::unavailable, error.what()};
    }
    durable_ += bytes.size();
}

void AuditFolder::note_head(const AuditHead& head) noexcept {
    const std::string text = write_head(head);
    const bool written =
        ::pwrite(head_file_, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
    // The first one makes the file as long as it stays; from then on the log itself is enough.
    if (written && !head_) {
        static_cast<void>(::fsync(head_file_) == 0);
    }
    head_ = head;
}

void AuditFolder::rotate(std::uint64_t first_line) {
    std::string number = std::to_string(first_line);
    number.insert(0, number_size - std::min(number_size, number.size()), '0');
    const std::string path = path_in(folder_, current_name);
    const std::string finished = path_in(folder_, "audit-" + number + ".jsonl");
    if (::rename(path.c_str(), finished.c_str()) != 0) {
        fail(ErrorKind::unavailable, path);
    }
    const int old = current_;
    const std::uint64_t old_size = durable_;
    try {
        open_current();
        sync_folder(folder_);
    } catch (const Error& error) {
        if (current_ != old) {
            ::close(current_);
        }
        ::rename(finished.c_str(), path.c_str()); // if that fails, a later start finds both
        current_ = old;
        durable_ = old_size;
        throw Error{ErrorKind::unavailable, error.what()};
    }
    ::close(old);
    first_line_ = 0;
}

} // namespace ecg::serve
