#include "analyze/interpret/interpret.hpp"

#include "analyze/interpret/criteria.hpp"
#include "analyze/interpret/rules.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace ecg::analyze {
namespace {

using Rules = Findings (*)(const Evidence&);

constexpr std::array<Rules, 5> all_rules{quality_findings, rhythm_findings, ectopy_findings,
                                         interval_findings, axis_findings};

/// Where the first is found, the second is not said.
struct Suppression {
    std::string_view by;
    std::string_view what;
};

constexpr std::array suppressions{
    Suppression{"AFIB", "PAC"}, // prematurity has no meaning there
    Suppression{"UNINT", "BRADY"}, Suppression{"UNINT", "TACHY"}, Suppression{"UNINT", "ABQRS"},
    Suppression{"UNINT", "LAD"},   Suppression{"UNINT", "RAD"},   Suppression{"UNINT", "EAD"},
    Suppression{"UNINT", "INDAX"},
};

bool has(const Findings& findings, std::string_view code) {
    return std::any_of(findings.begin(), findings.end(),
                       [&](const Finding& finding) { return finding.code == code; });
}

void suppress(Findings& findings) {
    for (const Suppression& rule : suppressions) {
        if (has(findings, rule.by)) {
            std::erase_if(findings, [&](const Finding& f) { return f.code == rule.what; });
        }
    }
}

bool is_more_severe(const Finding& a, const Finding& b) {
    return a.critical != b.critical ? a.critical : a.severity > b.severity;
}

} // namespace

bool is_adult(const Evidence& evidence) {
    const auto age = evidence.patient.age;
    return !age || !meets(criteria::adult_age, Count{static_cast<double>(*age)});
}

bool has_bandwidth(const Evidence& evidence) {
    return !meets(criteria::low_rate, Hertz{evidence.rate_hz});
}

bool is_sinus(const Evidence& evidence) {
    const std::string& name = evidence.rhythm.name;
    return name == "SR" || name == "SBRAD" || name == "STACH" || name == "SARRH";
}

Findings interpret(const Evidence& evidence) {
    Findings findings;
    for (const Rules rules : all_rules) {
        for (Finding& finding : rules(evidence)) {
            findings.push_back(std::move(finding));
        }
    }
    suppress(findings);
    if (auto overall = overall_finding(evidence, findings)) {
        findings.push_back(*std::move(overall));
    }
    std::stable_sort(findings.begin(), findings.end(), is_more_severe);
    return findings;
}

} // namespace ecg::analyze
