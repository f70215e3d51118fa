// Pages that an earlier report of the same name left, and a new one does not overwrite.
#pragma once

#include <string>
#include <vector>

namespace ecg {

/// The files of one report that was just written, or is about to be.
struct PageSeries {
    std::string name;               ///< the path that was asked for, "pages/night.svg"
    std::vector<std::string> paths; ///< where its files lie
    std::vector<std::string> kept;  ///< paths of other reports that look like its own
};

/// SVG and PNG files beside those of series that say themselves that they are page N of its name,
/// "pages/night-3.svg", or its only page, and are none of its paths; the last page first.
std::vector<std::string> old_pages(const PageSeries& series);

/// Throws Error{data}.
void remove_pages(const std::vector<std::string>& paths);

} // namespace ecg
