#include "analyze/interpret/interpret.hpp"

#include "analyze/interpret/criteria.hpp"
#include "analyze/interpret/rules.hpp"
#include "common/text.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace ecg::analyze {
namespace {

using Rules = Findings (*)(const Evidence&);

constexpr std::array<Rules, 11> all_rules{
    quality_findings, rhythm_findings,     ectopy_findings,      interval_findings,
    axis_findings,    conduction_findings, hypertrophy_findings, st_findings,
    infarct_findings, t_findings,          electrode_findings};

/// Where the first is found, the others are not said: codes with a blank between.
struct Suppression {
    std::string_view by;
    std::string_view what;
};

// What the way of conduction does to QRS, ST and T by itself.
constexpr std::string_view shapes = "LVOLT VCLVH LVH RVH STE_ STD_ IMI ASMI AMI ALMI LMI PMI INVT "
                                    "LOWT PRWP ET INJAS INJAL INJIN INJIL INJLA";
constexpr std::string_view axes = "LAD RAD EAD INDAX LAFB LPFB";

constexpr std::array suppressions{
    Suppression{"AFIB", "PAC PACNC PSVT"}, // prematurity has no meaning there
    Suppression{"AFLT", axes},             // its waves run on below QRS, ST and T
    Suppression{"AFLT", "STD_ INVT LOWT IMI LAO/LAE RAO/RAE"},
    Suppression{"AFLT", "PAC PACNC PSVT"},
    Suppression{"PACNC", "SQT"}, // as behind a pause
    Suppression{"2AVB1", "SQT"},
    Suppression{"2AVB2", "SQT"},
    Suppression{"HAVB", "SQT"},
    Suppression{"ASYS", "SQT"},
    Suppression{"VF", "SQT BRADY TACHY UNINT IRREG REGUL"}, // of what little is left beside it
    Suppression{"PAUSE", "SQT"}, // the mean RR is not that of the beats that QT is taken from
    Suppression{"UNINT", "NOSHAPE BRADY TACHY ABQRS IVCD CLBBB ILBBB CRBBB IRBBB WPW"},
    Suppression{"UNINT", axes},
    Suppression{"UNINT", shapes},
    Suppression{"PACE", "REGUL WQT"},
    Suppression{"PACE", axes},
    Suppression{"PACE", "REVL AIVR IVR"},
    Suppression{"PACE", shapes},
    Suppression{"PACE", "ABQRS IVCD CLBBB ILBBB CRBBB IRBBB WPW REVL"},
    Suppression{"REVL", axes},
    Suppression{"REVL", "LVOLT VCLVH LVH RVH IMI LMI INVT LOWT INJIN INJIL INJLA RAO/RAE"},
    Suppression{"WPW", axes}, // it looks like a block of the left bundle
    Suppression{"WPW", shapes},
    Suppression{"WPW", "ABQRS IVCD CLBBB SPR"},
    Suppression{"CLBBB", axes},
    Suppression{"CLBBB", shapes},
    Suppression{"CLBBB", "ABQRS"},
    Suppression{"CRBBB", "ABQRS RAD EAD INDAX RVH PMI ET"}, // the late forces to the right
    Suppression{"ILBBB", "ABQRS"},
    Suppression{"IRBBB", "ABQRS ET"},
    Suppression{"IVCD", "ABQRS"},
    Suppression{"RVH", "PMI ET LPFB"},
    Suppression{"LAFB", "LAD IVCD"}, // it slows the QRS a little by itself
    Suppression{"LPFB", "RAD IVCD"},
    Suppression{"LVH", "STD_ INVT LOWT INJAS INJAL INJIN INJIL INJLA"}, // its own strain
    Suppression{"PMI", "ET"},
    Suppression{"AMI", "PRWP"},
    Suppression{"ASMI", "PRWP"},
    Suppression{"ALMI", "PRWP"},
    Suppression{"INJAS", "STE_"},
    Suppression{"INJAL", "STE_"},
    Suppression{"INJIN", "STE_"},
    Suppression{"INJIL", "STE_"},
    Suppression{"INJLA", "STE_"},
};

bool lists(std::string_view codes, std::string_view code) {
    const auto all = split(codes, ' ');
    return std::find(all.begin(), all.end(), code) != all.end();
}

bool has(const Findings& findings, std::string_view code) {
    return std::any_of(findings.begin(), findings.end(),
                       [&](const Finding& finding) { return finding.code == code; });
}

void suppress(Findings& findings) {
    for (const Suppression& rule : suppressions) {
        if (has(findings, rule.by)) {
            std::erase_if(findings, [&](const Finding& f) { return lists(rule.what, f.code); });
        }
    }
}

/// What beats of the ventricles look like is no news once they are the rhythm.
void suppress_ventricular(const Evidence& evidence, Findings& findings) {
    constexpr std::array rhythms{"VT", "PVT", "IVR", "AIVR", "WQT"};
    if (std::find(rhythms.begin(), rhythms.end(), evidence.rhythm.name) == rhythms.end()) {
        return;
    }
    std::erase_if(findings, [](const Finding& f) {
        return lists(axes, f.code) || f.code == "ABQRS" || f.code == "IVCD";
    });
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
    return !meets(criteria::low_rate, Hertz{evidence.rate_hz}) &&
           !(evidence.low_pass && meets(criteria::low_bandwidth, *evidence.low_pass));
}

bool has_enough_beats(const Evidence& evidence) {
    return !evidence.averaged ||
           !meets(criteria::few_beats, Count{static_cast<double>(*evidence.averaged)});
}

bool can_judge_shape(const Evidence& evidence) {
    constexpr std::array ventricular{"VT", "PVT", "VF", "IVR", "AIVR"};
    return is_adult(evidence) && has_bandwidth(evidence) && has_enough_beats(evidence) &&
           std::find(ventricular.begin(), ventricular.end(), evidence.rhythm.name) ==
               ventricular.end();
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
    suppress_ventricular(evidence, findings);
    if (auto overall = overall_finding(evidence, findings)) {
        findings.push_back(*std::move(overall));
    }
    std::stable_sort(findings.begin(), findings.end(), is_more_severe);
    return findings;
}

} // namespace ecg::analyze
