// The table of reports, reports/index.json: what stands in it, and what it is with one more.
#pragma once

#include "common/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::report {

/// What is entered of a report.
struct NewReport {
    std::string file_name; ///< without folder
    std::string patient;   ///< "" when not given
    UtcTime made;
    std::optional<UtcTime> recorded;        ///< when the recording began
    std::vector<std::string> replaced = {}; ///< file names whose entries it takes the place of
};

/// What the index says of a report; "" where it says nothing.
struct ListedReport {
    std::string file;           ///< a name in the folder of reports, or a whole path
    std::string patient;        ///< the name
    std::string time;           ///< when it was made, as the index has it
    std::optional<UtcTime> key; ///< the same for sorting: a time without a zone is taken as UTC
};

/// All reports of the text of an index, newest first; those without a time come last. Reads both
/// kinds of entries of the original app, too, one of which is oldest first. Throws Error{data}
/// "subject: what is wrong" when text is no JSON array.
std::vector<ListedReport> listed_reports(std::string_view text, std::string_view subject);

/// The text of the index with report in it, newest first, one entry a line. Other entries keep
/// every member; those of the same file and of what it replaces go. text "" is a new index. Throws
/// as listed_reports.
std::string index_with(std::string_view text, std::string_view subject, const NewReport& report);

} // namespace ecg::report
