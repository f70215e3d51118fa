#include "report/comparison.hpp"
#include "report/wording.hpp"

#include <algorithm>

namespace ecg::report {
namespace {

const Finding* find_same(const Findings& findings, const Finding& wanted) {
    const auto found = std::find_if(findings.begin(), findings.end(), [&](const Finding& finding) {
        return finding.code == wanted.code && finding.words == wanted.words;
    });
    return found != findings.end() ? &*found : nullptr;
}

/// As the later one has it, with what was said of it earlier where that differs.
Finding with_both_reasons(const Finding& earlier, Finding later) {
    const bool same_words = finding_words(earlier) == finding_words(later);
    if (same_words && earlier.reason == later.reason) {
        return later;
    }
    const std::string before =
        same_words ? earlier.reason : finding_words(earlier) + ", " + earlier.reason;
    later.reason += (later.reason.empty() ? "earlier: " : "; earlier: ") + before;
    return later;
}

} // namespace

std::vector<ComparedFinding> compared_findings(const Findings& earlier, const Findings& later) {
    std::vector<ComparedFinding> out;
    for (const Finding& finding : later) {
        if (find_same(earlier, finding) == nullptr) {
            out.push_back({FindingChange::appeared, finding});
        }
    }
    for (const Finding& finding : earlier) {
        if (find_same(later, finding) == nullptr) {
            out.push_back({FindingChange::gone, finding});
            out.back().finding.critical = false; // an alarm is of what there is
        }
    }
    for (const Finding& finding : later) {
        if (const Finding* before = find_same(earlier, finding)) {
            out.push_back({FindingChange::same, with_both_reasons(*before, finding)});
        }
    }
    return out;
}

} // namespace ecg::report
