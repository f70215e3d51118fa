#include "report_path.hpp"

#include <filesystem>

namespace ecg {

std::string free_report_path(const std::string& folder, UtcTime time) {
    const std::string base = folder + "/ECG_Report_" + format_utc_compact(time);
    std::string path = base + ".pdf";
    for (int i = 1; std::filesystem::exists(path); ++i) {
        path = base + "-" + std::to_string(i) + ".pdf";
    }
    return path;
}

} // namespace ecg
