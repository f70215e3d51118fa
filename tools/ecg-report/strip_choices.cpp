#include "strip_choices.hpp"

#include "common/error.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace ecg {
namespace {

std::optional<report::StripTime> time_of(const char* flag, const std::string& text) {
    if (text.empty()) {
        return std::nullopt;
    }
    const auto time = report::strip_time(text);
    if (!time) {
        throw Error{ErrorKind::usage,
                    std::string{flag} + ": \"" + text +
                        "\" is no time such as 1:02:03, 90, 12:34:56Z or 2025-01-08T12:34:56Z"};
    }
    return time;
}

} // namespace

bool has_strips(const report::ReportSettings& page) {
    return std::find(page.layouts.begin(), page.layouts.end(), report::Layout::strips) !=
           page.layouts.end();
}

void choose_strips(report::ReportSettings& page, const ReportOptions& options) {
    page.strips_from = time_of("--from", options.strips_from);
    page.strips_to = time_of("--to", options.strips_to);
    const char* flag = page.strips_from          ? "--from"
                       : page.strips_to          ? "--to"
                       : options.strip_pages > 0 ? "--strip-pages"
                                                 : nullptr;
    if (flag != nullptr && !has_strips(page)) {
        throw Error{ErrorKind::usage, std::string{flag} + ": is for --layout strips"};
    }
    if (options.strip_pages > 0) {
        page.strip_pages = options.strip_pages;
    }
}

} // namespace ecg
