// Which files the pages of a report become.
#pragma once

#include "common/files.hpp"
#include "report/report.hpp"

#include <string>
#include <vector>

namespace ecg {

/// asked ("pdf", "svg" or "png"), or where it is "" what the extension of path says, or PDF.
report::PageFormat page_format(const std::string& asked, const std::string& path);

/// "pdf", "svg" or "png".
std::string extension_of(report::PageFormat format);

/// Where count files of one report lie: path itself, or with -1, -2 … before its extension where
/// there are several. Throws Error{usage} when several are to go to "-", standard output.
std::vector<std::string> page_paths(const std::string& path, std::size_t count);

/// Writes each file whole; none appears before all are written. Throws Error{data} when one exists
/// or cannot be made.
void write_page_files(const std::vector<std::string>& files, const std::vector<std::string>& paths,
                      Overwrite overwrite);

} // namespace ecg
