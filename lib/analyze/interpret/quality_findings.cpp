#include "analyze/interpret/criteria.hpp"
#include "analyze/interpret/rules.hpp"
#include "analyze/interpret/statements.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace ecg::analyze {
namespace {

bool is_missing(const LeadQuality& lead) {
    return lead.off || meets(criteria::missing_signal, Share{lead.missing_share});
}

/// "; electrode off: RA", or nothing.
std::string electrodes_off(const std::vector<Electrode>& electrodes) {
    std::string names;
    for (const Electrode& electrode : electrodes) {
        if (electrode.state == ElectrodeState::off) {
            names += (names.empty() ? "; electrode off: " : ", ") + electrode.name;
        }
    }
    return names;
}

void append_lead(std::string& list, const LeadQuality& lead) {
    list += list.empty() ? lead.lead : ", " + lead.lead;
    if (!lead.reasons.empty()) {
        list += " (" + lead.reasons.front() + ")";
    }
}

void judge_leads(const Evidence& evidence, Findings& findings) {
    std::string missing;
    std::string noisy;
    std::size_t bad = 0;
    for (const LeadQuality& lead : evidence.quality) {
        if (lead.verdict == Verdict::bad) {
            append_lead(is_missing(lead) ? missing : noisy, lead);
            ++bad;
        }
    }
    const auto leads = evidence.quality.size();
    if (leads > 0 && bad == leads) {
        findings.push_back(say(statements::no_lead,
                               std::to_string(bad) + " of " + std::to_string(leads) + " leads bad",
                               criteria::bad_leads.source));
    } else if (const Share share{
                   leads == 0 ? 0 : static_cast<double>(bad) / static_cast<double>(leads)};
               meets(criteria::bad_leads, share)) {
        findings.push_back(say(statements::poor_quality,
                               reason_for("leads bad", share, criteria::bad_leads),
                               criteria::bad_leads.source));
    }
    if (!missing.empty()) {
        findings.push_back(say(statements::missing_lead,
                               missing + electrodes_off(evidence.electrodes),
                               criteria::missing_signal.source));
    }
    if (!noisy.empty()) {
        findings.push_back(say(statements::artefact, noisy, criteria::bad_leads.source));
    }
}

void judge_beats(const Evidence& evidence, Findings& findings) {
    const Count beats{static_cast<double>(evidence.measured.beats)};
    if (meets(criteria::few_beats, beats)) {
        findings.push_back(say(beats.value == 0 ? statements::no_qrs : statements::few_beats,
                               reason_for("beats", beats, criteria::few_beats),
                               criteria::few_beats.source));
    }
}

} // namespace

Findings quality_findings(const Evidence& evidence) {
    Findings findings;
    judge_beats(evidence, findings);
    judge_leads(evidence, findings);
    if (!has_bandwidth(evidence)) {
        const bool slow = meets(criteria::low_rate, Hertz{evidence.rate_hz});
        const std::string reason =
            slow ? reason_for("sampling rate", Hertz{evidence.rate_hz}, criteria::low_rate)
                 : reason_for("low-pass", *evidence.low_pass, criteria::low_bandwidth);
        findings.push_back(say(statements::low_bandwidth,
                               reason + "; statements on QRS, ST, T, voltage and a normal ECG "
                                        "withheld",
                               criteria::low_rate.source));
    }
    if (!has_enough_beats(evidence)) {
        const Count beats{static_cast<double>(*evidence.averaged)};
        findings.push_back(say(statements::no_shape,
                               reason_for("beats of one shape", beats, criteria::few_beats),
                               criteria::few_beats.source));
    }
    if (!is_adult(evidence)) {
        const Count age{static_cast<double>(*evidence.patient.age)};
        findings.push_back(say(statements::child,
                               reason_for("age", age, criteria::adult_age) +
                                   " years; rate, PR, QRS, axis and morphology not judged",
                               criteria::adult_age.source));
    }
    return findings;
}

} // namespace ecg::analyze
