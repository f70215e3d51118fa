// Findings become lines of two columns, and the lines become pages.
#pragma once

#include "model/findings.hpp"
#include "report/canvas.hpp"

#include <span>
#include <string>
#include <vector>

namespace ecg::report {

/// One printed line: a part of a finding's words and of its reason.
struct FindingLine {
    std::string words;
    std::string reason;
    bool critical = false;
    bool begins = false; ///< the first line of its finding
    std::string tag;     ///< before the words, where the columns have room for one
    bool quiet = false;  ///< what stays in the background: a tag without news
};

/// The lines of one finding; they stay together where a page can hold them.
using FindingEntry = std::vector<FindingLine>;

struct FindingColumns {
    double tag = 0;    ///< width, mm
    double words = 80; ///< width, mm
    double gap = 4;
    double reason = 84; ///< width, mm
};

FindingColumns finding_columns(double width, double tag = 0);

/// Each finding wrapped into its columns.
std::vector<FindingEntry> finding_entries(const Canvas& canvas, std::span<const Finding> findings,
                                          const FindingColumns& columns);

/// How many entries, each whole, fit into lines. Where not all do, the last line stays free to
/// say so.
std::size_t entries_that_fit(const std::vector<FindingEntry>& entries, std::size_t lines);

/// Pages of at most lines each.
std::vector<std::vector<FindingLine>> paginate(const std::vector<FindingEntry>& entries,
                                               std::size_t lines);

} // namespace ecg::report
