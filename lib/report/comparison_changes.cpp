#include "report/comparison_changes.hpp"

#include "report/findings_block.hpp"
#include "report/style.hpp"

#include <span>
#include <string>
#include <string_view>

namespace ecg::report {
namespace {

constexpr double tag_width = 11;

std::string_view tag_of(FindingChange change) {
    return change == FindingChange::appeared ? "new"
           : change == FindingChange::gone   ? "gone"
                                             : "still";
}

std::vector<FindingEntry> change_entries(const Canvas& canvas,
                                         std::span<const ComparedFinding> findings, double width) {
    std::vector<FindingEntry> entries;
    for (const ComparedFinding& one : findings) {
        entries.push_back(
            finding_entries(canvas, std::span{&one.finding, 1}, finding_columns(width, tag_width))
                .front());
        FindingLine& first = entries.back().front();
        first.tag = tag_of(one.change);
        first.quiet = one.change == FindingChange::same;
    }
    return entries;
}

} // namespace

ChangePages lay_out_changes(const Canvas& canvas, const Box& first, const Box& continued,
                            const std::vector<ComparedFinding>& findings) {
    const auto entries = change_entries(canvas, findings, first.width);
    const std::size_t shown = entries_that_fit(entries, continued_room(first));
    ChangePages pages{{{}}, findings.size() - shown};
    for (const FindingEntry& entry : std::span{entries}.first(shown)) {
        pages.lines[0].insert(pages.lines[0].end(), entry.begin(), entry.end());
    }
    for (auto& page :
         paginate(change_entries(canvas, std::span{findings}.subspan(shown), continued.width),
                  continued_room(continued))) {
        pages.lines.push_back(std::move(page));
    }
    return pages;
}

void draw_changes(Canvas& canvas, const Box& box, const ChangePages& pages, std::size_t page) {
    canvas.text({box.left, box.top + heading_baseline},
                std::string{"FINDINGS THEN AND NOW (RULE-BASED, UNCONFIRMED)"} +
                    (page > 0 ? ", CONTINUED" : ""),
                style::heading);
    Point at{box.left, box.top + first_finding};
    at.y = draw_finding_lines(canvas, at, finding_columns(box.width, tag_width), pages.lines[page]);
    if (page > 0) {
        return;
    }
    if (pages.left > 0) {
        canvas.text(at,
                    std::to_string(pages.left) + (pages.lines[0].empty() ? " findings" : " more") +
                        " on page 2",
                    style::strong);
    } else if (pages.lines[0].empty()) {
        canvas.text(at, "No automated finding in either", style::body);
    }
}

} // namespace ecg::report
