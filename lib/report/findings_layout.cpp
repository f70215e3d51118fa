#include "report/findings_layout.hpp"

#include "report/style.hpp"
#include "report/text_layout.hpp"
#include "report/wording.hpp"

#include <algorithm>

namespace ecg::report {

FindingColumns finding_columns(double width, double tag) {
    FindingColumns columns;
    const double room = width - tag - columns.gap;
    columns.tag = tag;
    columns.words = room * (tag > 0 ? 0.41 : 0.46); // tagged ones may have two reasons
    columns.reason = room - columns.words;
    return columns;
}

std::vector<FindingEntry> finding_entries(const Canvas& canvas, std::span<const Finding> findings,
                                          const FindingColumns& columns) {
    std::vector<FindingEntry> entries;
    for (const Finding& finding : findings) {
        const auto words =
            wrapped(canvas, printable(finding_words(finding)), style::body, columns.words);
        const auto reason =
            wrapped(canvas, printable(finding.reason), style::quiet, columns.reason);
        FindingEntry entry(std::max(words.size(), reason.size()));
        for (std::size_t i = 0; i < entry.size(); ++i) {
            entry[i] = {i < words.size() ? words[i] : "",
                        i < reason.size() ? reason[i] : "",
                        finding.critical,
                        i == 0,
                        {}};
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

std::size_t entries_that_fit(const std::vector<FindingEntry>& entries, std::size_t lines) {
    std::size_t total = 0;
    std::size_t with_note = 0; // entries that leave a line free
    for (std::size_t i = 0; i < entries.size(); ++i) {
        total += entries[i].size();
        if (total < lines) {
            with_note = i + 1;
        }
    }
    return total <= lines ? entries.size() : with_note;
}

std::vector<std::vector<FindingLine>> paginate(const std::vector<FindingEntry>& entries,
                                               std::size_t lines) {
    std::vector<std::vector<FindingLine>> pages;
    for (const FindingEntry& entry : entries) {
        if (pages.empty() || pages.back().size() + entry.size() > lines) {
            pages.emplace_back();
        }
        for (const FindingLine& line : entry) {
            if (pages.back().size() == lines) { // an entry longer than a page
                pages.emplace_back();
            }
            pages.back().push_back(line);
        }
    }
    return pages;
}

} // namespace ecg::report
