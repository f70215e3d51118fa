#include "report_path.hpp"

#include "page_files.hpp"

#include <algorithm>
#include <filesystem>

namespace ecg {

std::vector<std::string> free_report_paths(const std::string& folder, UtcTime time,
                                           const std::string& extension, std::size_t count) {
    const std::string base = folder + "/ECG_Report_" + format_utc_compact(time);
    const auto is_taken = [](const std::string& path) { return std::filesystem::exists(path); };
    std::vector<std::string> paths = page_paths(base + "." + extension, count);
    for (int i = 1; std::any_of(paths.begin(), paths.end(), is_taken); ++i) {
        paths = page_paths(base + "-" + std::to_string(i) + "." + extension, count);
    }
    return paths;
}

} // namespace ecg
