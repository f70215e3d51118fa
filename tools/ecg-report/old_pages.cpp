#include "old_pages.hpp"

#include "common/error.hpp"
#include "report/page_mark.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <string_view>

namespace ecg {
namespace {

namespace fs = std::filesystem;

/// 3 of "night-3.svg" where series is "night.svg", 0 of "night.svg". Absent for other names, and
/// for a number that no page is given, "03".
std::optional<std::size_t> number_in(std::string_view file, const fs::path& series) {
    const std::string stem = series.stem().string();
    const std::string end = series.extension().string();
    if (file.size() < stem.size() + end.size() || !file.starts_with(stem) || !file.ends_with(end)) {
        return std::nullopt;
    }
    std::string_view middle = file.substr(stem.size(), file.size() - stem.size() - end.size());
    if (middle.empty()) {
        return 0;
    }
    if (middle.size() < 2 || middle[0] != '-' || middle[1] < '1' || middle[1] > '9') {
        return std::nullopt;
    }
    middle.remove_prefix(1);
    std::size_t number = 0;
    const auto [at, error] = std::from_chars(middle.data(), middle.data() + middle.size(), number);
    const bool whole = error == std::errc{} && at == middle.data() + middle.size();
    return whole ? std::optional{number} : std::nullopt;
}

/// Whether the file at path says that it is that page: 0 the only one, else one of several.
bool says_so(const fs::path& path, std::size_t number) {
    std::error_code ignored;
    if (fs::symlink_status(path, ignored).type() != fs::file_type::regular) {
        return false;
    }
    std::string beginning(report::page_mark_reach, '\0');
    std::ifstream file{path, std::ios::binary};
    file.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
    beginning.resize(static_cast<std::size_t>(file.gcount()));
    const auto mark = report::page_mark(beginning);
    return mark && (number == 0 ? mark->count == 1 : mark->count > 1 && mark->number == number);
}

bool is_among(const fs::path& file, const std::vector<std::string>& paths) {
    return std::any_of(paths.begin(), paths.end(),
                       [&](const std::string& path) { return fs::path{path}.filename() == file; });
}

} // namespace

std::vector<std::string> old_pages(const PageSeries& series) {
    const fs::path name{series.name};
    const fs::path folder = name.has_parent_path() ? name.parent_path() : ".";
    std::map<std::size_t, std::string, std::greater<>> found;
    std::error_code ignored;
    for (fs::directory_iterator entry{folder, ignored}; entry != fs::directory_iterator{};
         entry.increment(ignored)) {
        const fs::path file = entry->path().filename();
        const auto number = number_in(file.native(), name);
        if (number && !is_among(file, series.paths) && !is_among(file, series.kept) &&
            says_so(entry->path(), *number)) {
            fs::path path = name;
            found.emplace(*number, path.replace_filename(file).string());
        }
    }
    std::vector<std::string> paths;
    for (auto& [number, path] : found) {
        paths.push_back(std::move(path));
    }
    return paths;
}

void remove_pages(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) {
        std::error_code failure;
        fs::remove(path, failure);
        if (failure) {
            throw Error{ErrorKind::data, path +
                                             ": a page of the report that was there before, "
                                             "which cannot be removed: " +
                                             failure.message()};
        }
    }
}

} // namespace ecg
