// A drawn page becomes a file, and a line of the index where it lies in the folder of reports.
#pragma once

#include "common/files.hpp"
#include "draw_page.hpp"
#include "old_pages.hpp"

#include <string>
#include <vector>

namespace ecg {

/// How pages are written.
struct PageTarget {
    std::string reports; ///< the folder of reports; "" when nothing says where it is
    Overwrite overwrite = Overwrite::never;
    bool index = true; ///< whether a page in the folder of reports is entered in its index
};

/// Whether what is written to path lies in the folder of reports.
bool lies_in_reports(const std::string& path, const PageTarget& target);

/// Writes the files of page as series says; in the folder of reports all of them have one entry,
/// of the first. Where files may be overwritten, the old pages of series that were not are removed,
/// once the new ones are there. Throws Error{data}; when only the index cannot be written, the page
/// stays.
void write_page(const DrawnPage& page, const PageSeries& series, const PageTarget& target);

/// Writes page to the folder of reports, which is made if need be, under a name that is free, and
/// returns the paths of its files. Throws as write_page.
std::vector<std::string> write_new_page(const DrawnPage& page, const std::string& extension,
                                        const PageTarget& target);

} // namespace ecg
