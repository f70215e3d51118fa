#include "report/findings_block.hpp"

#include "report/style.hpp"
#include "report/text_blocks.hpp"
#include "report/text_layout.hpp"
#include "report/wording.hpp"

#include <array>
#include <span>

namespace ecg::report {
namespace {

constexpr double finding_pitch = 4.2;
constexpr double rule_above = 3.1; // the rule between two findings, above the baseline
constexpr double after_verdict = 4.9;
constexpr double beside_verdict = 4; // mm between severity and status
constexpr std::size_t most_status_lines = 2;

/// The critical findings in at most two lines; each stands in the list as well.
std::vector<std::string> critical_lines(const Canvas& canvas, const Findings& findings,
                                        double width) {
    constexpr std::string_view rest = " … and more, see below";
    const std::string words = printable(critical_words(findings));
    std::vector<std::string> lines = wrapped(canvas, words, style::warning, width);
    if (lines.size() > 2) {
        const double room = width - canvas.text_width(rest, style::warning);
        lines[1] = wrapped(canvas, lines[1], style::warning, room).front().append(rest);
        lines.resize(2);
    }
    return lines;
}

/// Who confirmed the findings, beside the severity where that leaves room, else in lines of its
/// own.
struct Status {
    std::vector<std::string> lines;
    bool beside = true;
};

Status status_in(const Canvas& canvas, double width, const FindingsHead& head) {
    const std::string words = printable(status_words(head.confirmed));
    const double severity = canvas.text_width(severity_words(head.findings), style::verdict);
    if (!head.confirmed ||
        severity + beside_verdict + canvas.text_width(words, style::strong) <= width) {
        return {{words}, true};
    }
    Status status{wrapped(canvas, words, style::strong, width), false};
    if (status.lines.size() > most_status_lines) {
        status.lines[1] += " " + status.lines[2];
        status.lines[1] = ellipsized(canvas, status.lines[1], style::strong, width);
        status.lines.resize(most_status_lines);
    }
    return status;
}

/// How many lines of findings stand in height.
std::size_t lines_in(double height) {
    return height < 0 ? 1 : 1 + static_cast<std::size_t>(height / finding_pitch);
}

/// Severity and status; returns the next baseline.
double draw_verdict(Canvas& canvas, const Box& box, const FindingsHead& head) {
    Point at{box.left, box.top + first_finding + 0.6};
    canvas.text(at, severity_words(head.findings), style::verdict);
    if (!head.confirmed) {
        draw_plate(canvas, {box.right(), at.y - 0.4}, status_words(head.confirmed), style::ink);
        return at.y + after_verdict;
    }
    const Status status = status_in(canvas, box.width, head);
    if (status.beside) {
        text_right(canvas, {box.right(), at.y}, status.lines.front(), style::strong);
        return at.y + after_verdict;
    }
    at.y += after_verdict;
    for (const std::string& line : status.lines) {
        canvas.text(at, line, style::strong);
        at.y += finding_pitch;
    }
    return at.y;
}

} // namespace

double draw_finding_lines(Canvas& canvas, Point at, const FindingColumns& columns,
                          const std::vector<FindingLine>& lines) {
    const double words = at.x + columns.tag;
    const double reason = words + columns.words + columns.gap;
    for (const FindingLine& line : lines) {
        if (line.begins) {
            const double y = at.y - rule_above;
            canvas.lines(std::array{Line{{at.x, y}, {reason + columns.reason, y}}},
                         style::hairline);
        }
        canvas.text(at, line.tag, line.quiet ? style::quiet : style::strong);
        canvas.text({words, at.y}, line.words, line.critical ? style::warning : style::body);
        canvas.text({reason, at.y}, line.reason, style::quiet);
        at.y += finding_pitch;
    }
    return at.y;
}

std::size_t finding_room(const Canvas& canvas, const Box& box, const FindingsHead& head) {
    const Status status = status_in(canvas, box.width, head);
    const std::size_t own = status.beside ? 0 : status.lines.size();
    const std::size_t taken = own + critical_lines(canvas, head.findings, box.width).size();
    return lines_in(box.height - first_finding - 1 - after_verdict -
                    finding_pitch * static_cast<double>(taken));
}

std::size_t continued_room(const Box& box) {
    return lines_in(box.height - first_finding);
}

void draw_findings(Canvas& canvas, const Box& box, const FindingsHead& head, ShownFindings shown) {
    canvas.text({box.left, box.top + heading_baseline}, findings_heading(head.confirmed),
                style::heading);
    Point at{box.left, draw_verdict(canvas, box, head)};
    for (const std::string& line : critical_lines(canvas, head.findings, box.width)) {
        canvas.text(at, line, style::warning);
        at.y += finding_pitch;
    }
    const FindingColumns columns = finding_columns(box.width);
    for (const FindingEntry& entry :
         finding_entries(canvas, std::span{head.findings}.first(shown.count), columns)) {
        at.y = draw_finding_lines(canvas, at, columns, entry);
    }
    const std::size_t rest = head.findings.size() - shown.count;
    if (rest > 0) {
        const char* what = shown.count > 0 ? " more" : rest == 1 ? " finding" : " findings";
        canvas.text(at,
                    std::to_string(rest)
                        .append(what)
                        .append(" on page ")
                        .append(std::to_string(shown.next_page)),
                    style::strong);
    }
}

void draw_continued_findings(Canvas& canvas, const Box& box,
                             const std::optional<Confirmation>& confirmed,
                             const std::vector<FindingLine>& lines) {
    canvas.text({box.left, box.top + heading_baseline}, findings_heading(confirmed) + ", CONTINUED",
                style::heading);
    draw_finding_lines(canvas, {box.left, box.top + first_finding}, finding_columns(box.width),
                       lines);
}

} // namespace ecg::report
