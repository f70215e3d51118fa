#include "sync/upload_files.hpp"

#include "common/error.hpp"
#include "common/json_reader.hpp"
#include "common/text.hpp"
#include "sync/queue_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>

namespace ecg::sync {
namespace {

constexpr std::size_t largest = std::size_t{256} << 20U, deepest = 64, digits = 6;
constexpr std::string_view own = "upload_log.json", begin = "upload_log-", end = ".json";
constexpr mode_t rights = 0777, own_rights = 0600;

std::optional<std::int64_t> number_of(std::string_view name) {
    if (!name.starts_with(begin) || !name.ends_with(end) ||
        name.size() < begin.size() + digits + end.size()) {
        return std::nullopt;
    }
    return parse_integer(name.substr(begin.size(), name.size() - begin.size() - end.size()));
}

std::optional<struct stat> status_of(const std::string& path) {
    struct stat status {};

    return ::lstat(path.c_str(), &status) == 0 ? std::optional{status} : std::nullopt;
}

[[noreturn]] void fail(const std::string& path) {
    throw Error{ErrorKind::data, path + ": " + std::strerror(errno)};
}

/// "upload_log-000012.json"
std::string aside_name(std::int64_t number) {
    std::string text = std::to_string(number);
    text.insert(0, digits - std::min(digits, text.size()), '0');
    return std::string{begin}.append(text).append(end);
}

/// What keeps a text from being a list; "" when nothing does.
std::string trouble_in(const std::string& text, const std::string& path) {
    try {
        JsonReader reader{deepest};
        const bool is_list = reader.parse(text, path).kind() == JsonKind::array;
        return is_list ? "" : path + ": is no JSON list";
    } catch (const Error& error) {
        return error.what();
    }
}

} // namespace

std::string read_upload_file(const std::string& path) {
    std::string text;
    switch (read_regular(path, largest, text)) {
    case ReadFile::missing:
    case ReadFile::whole:
        break;
    case ReadFile::irregular:
        throw Error{ErrorKind::data, path + ": is no regular file"};
    case ReadFile::too_large:
        throw Error{ErrorKind::data, path + ": has more than 256 MiB"};
    }
    return text;
}

std::vector<std::string> UploadFiles::aside() const {
    std::vector<std::int64_t> numbers;
    for (const std::string& name : names_in(folder_)) {
        if (const auto number = number_of(name)) {
            numbers.push_back(*number);
        }
    }
    std::sort(numbers.begin(), numbers.end());
    std::vector<std::string> paths;
    for (const std::int64_t number : numbers) {
        paths.push_back(folder_ + '/' + aside_name(number));
    }
    return paths;
}

std::vector<std::string> UploadFiles::all() const {
    std::vector<std::string> paths = aside();
    if (!is_aside()) {
        paths.push_back(path());
    }
    return paths;
}

/// As when a program was killed, or the disk was full, before replace().
bool UploadFiles::is_aside() const {
    const std::vector<std::string> paths = aside();
    const auto here = status_of(path());
    const auto there = paths.empty() ? std::nullopt : status_of(paths.back());
    return here && there && here->st_ino == there->st_ino && here->st_dev == there->st_dev;
}

std::string UploadFiles::list(const std::function<void(const std::string&)>& tell) const {
    if (is_aside()) {
        return "";
    }
    std::string text = read_upload_file(path());
    if (trim(text).empty()) {
        return ""; // as a power cut may leave it of one that was not flushed
    }
    if (const std::string trouble = trouble_in(text, path()); !trouble.empty()) {
        set_damaged_aside(trouble, tell);
        return "";
    }
    return text;
}

void UploadFiles::set_damaged_aside(const std::string& why,
                                    const std::function<void(const std::string&)>& tell) const {
    std::string name;
    for (int number = 1; name.empty() || status_of(folder_ + '/' + name); ++number) {
        name = "upload_log-damaged-" + std::to_string(number) + std::string{end};
    }
    move_file(path(), folder_ + '/' + name);
    sync_folder(folder_);
    if (tell) {
        tell(why + "; it is kept as " + name);
    }
}

void UploadFiles::replace(const std::string& list) const {
    const auto before = status_of(path());
    write_durably(folder_, {{std::string{own}, list}});
    const mode_t wanted = before ? before->st_mode & rights : own_rights;
    if (wanted != own_rights && ::chmod(path().c_str(), wanted) != 0) {
        fail(path());
    }
}

void UploadFiles::put_aside(std::size_t kept) const {
    std::vector<std::string> paths = aside();
    const auto last = paths.empty()
                          ? std::nullopt
                          : number_of(std::string_view{paths.back()}.substr(folder_.size() + 1));
    const std::string to = folder_ + '/' + aside_name(last.value_or(0) + 1);
    // Some file systems know no second name: then there is none for the first one for a moment.
    if (::link(path().c_str(), to.c_str()) != 0 && std::rename(path().c_str(), to.c_str()) != 0) {
        fail(path());
    }
    sync_folder(folder_);
    paths.push_back(to);
    for (std::size_t i = 0; i + kept < paths.size(); ++i) {
        ::unlink(paths[i].c_str()); // one that stays is met again the next time
    }
}

} // namespace ecg::sync
