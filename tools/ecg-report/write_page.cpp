#include "write_page.hpp"

#include "common/error.hpp"
#include "make_folder.hpp"
#include "page_files.hpp"
#include "report/page_mark.hpp"
#include "report/reports_folder.hpp"
#include "report_path.hpp"

#include <filesystem>

namespace ecg {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> file_names(const std::vector<std::string>& paths) {
    std::vector<std::string> names;
    for (const std::string& path : paths) {
        names.push_back(fs::path{path}.filename().string());
    }
    return names;
}

/// None unless files may be overwritten; a PDF holds all pages and leaves none.
std::vector<std::string> outdated(const DrawnPage& page, const PageSeries& series,
                                  const PageTarget& target) {
    const bool may_be = target.overwrite == Overwrite::allowed && series.name != "-" &&
                        report::page_mark(page.files.front());
    return may_be ? old_pages(series) : std::vector<std::string>{};
}

void enter(const report::FolderLock& lock, const DrawnPage& page, const std::string& path,
           const std::vector<std::string>& old) {
    try {
        report::enter_report(lock, {fs::path{path}.filename().string(), page.info.patient.name,
                                    now_utc(), page.info.start, file_names(old)});
    } catch (const Error& error) {
        throw Error{error.kind(), std::string{error.what()} +
                                      "; mend it or move it away; the "
                                      "page is there, but not entered: " +
                                      path};
    }
}

void write_locked(const report::FolderLock& lock, const DrawnPage& page, const PageSeries& series,
                  const PageTarget& target) {
    write_page_files(page.files, series.paths, target.overwrite);
    const std::vector<std::string> old = outdated(page, series, target);
    if (target.index) {
        enter(lock, page, series.paths.front(), old);
    }
    remove_pages(old); // last: no entry is ever without its page
}

} // namespace

bool lies_in_reports(const std::string& path, const PageTarget& target) {
    return path != "-" && !target.reports.empty() &&
           fs::weakly_canonical(fs::absolute(path)).parent_path() ==
               fs::weakly_canonical(fs::absolute(target.reports));
}

void write_page(const DrawnPage& page, const PageSeries& series, const PageTarget& target) {
    if (!lies_in_reports(series.paths.front(), target)) {
        write_page_files(page.files, series.paths, target.overwrite);
        remove_pages(outdated(page, series, target));
        return;
    }
    make_folder(target.reports);
    const report::FolderLock lock{target.reports};
    write_locked(lock, page, series, target);
}

std::vector<std::string> write_new_page(const DrawnPage& page, const std::string& extension,
                                        const PageTarget& target) {
    make_folder(target.reports);
    const report::FolderLock lock{target.reports}; // until the free name is taken
    report::remove_unfinished(lock);
    const UtcTime time = page.info.start ? *page.info.start : now_utc();
    PageTarget new_only = target;
    new_only.overwrite = Overwrite::never;
    const PageSeries series{
        "", free_report_paths(target.reports, time, extension, page.files.size()), {}};
    write_locked(lock, page, series, new_only);
    return series.paths;
}

} // namespace ecg
