#include "write_page.hpp"

#include "common/error.hpp"
#include "make_folder.hpp"
#include "page_files.hpp"
#include "report/reports_folder.hpp"
#include "report_path.hpp"

#include <filesystem>

namespace ecg {
namespace {

namespace fs = std::filesystem;

void enter(const report::FolderLock& lock, const DrawnPage& page, const std::string& path) {
    try {
        report::enter_report(lock, {fs::path{path}.filename().string(), page.info.patient.name,
                                    now_utc(), page.info.start});
    } catch (const Error& error) {
        throw Error{error.kind(), std::string{error.what()} +
                                      "; mend it or move it away; the "
                                      "page is there, but not entered: " +
                                      path};
    }
}

void write_locked(const report::FolderLock& lock, const DrawnPage& page,
                  const std::vector<std::string>& paths, const PageTarget& target) {
    write_page_files(page.files, paths, target.overwrite);
    if (target.index) {
        enter(lock, page, paths.front());
    }
}

} // namespace

bool lies_in_reports(const std::string& path, const PageTarget& target) {
    return path != "-" && !target.reports.empty() &&
           fs::weakly_canonical(fs::absolute(path)).parent_path() ==
               fs::weakly_canonical(fs::absolute(target.reports));
}

void write_page(const DrawnPage& page, const std::vector<std::string>& paths,
                const PageTarget& target) {
    if (!lies_in_reports(paths.front(), target)) {
        write_page_files(page.files, paths, target.overwrite);
        return;
    }
    make_folder(target.reports);
    const report::FolderLock lock{target.reports};
    write_locked(lock, page, paths, target);
}

std::vector<std::string> write_new_page(const DrawnPage& page, const std::string& extension,
                                        const PageTarget& target) {
    make_folder(target.reports);
    const report::FolderLock lock{target.reports}; // until the free name is taken
    report::remove_unfinished(lock);
    const UtcTime time = page.info.start ? *page.info.start : now_utc();
    std::vector<std::string> paths =
        free_report_paths(target.reports, time, extension, page.files.size());
    write_locked(lock, page, paths, target);
    return paths;
}

} // namespace ecg
