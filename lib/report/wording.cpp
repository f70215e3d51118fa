#include "report/wording.hpp"

#include "common/text.hpp"

#include <algorithm>
#include <string_view>

namespace ecg::report {
namespace {

constexpr std::string_view dot = " · ";
constexpr double spelt_out_from = 120;     // s: longer is told in hours, minutes and seconds
constexpr double diagnostic_rate_hz = 250; // below it QRS width and ST are out of reach

void join(std::string& out, std::string_view separator, std::string_view part) {
    if (!out.empty() && !part.empty()) {
        out += separator;
    }
    out += part;
}

/// At most decimals digits behind the point.
std::string with_unit(double value, int decimals, std::string_view unit) {
    return format_number(value, decimals).append(" ").append(unit);
}

std::string in_capitals(std::string words) {
    for (char& c : words) {
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return words;
}

} // namespace

std::string duration_words(double seconds) {
    if (seconds < spelt_out_from) {
        return format_number(seconds, 2) + " s";
    }
    const auto all = static_cast<std::int64_t>(seconds);
    std::string out;
    for (const auto& [part, unit] : {std::pair{all / 3600, " h"}, std::pair{all / 60 % 60, " min"},
                                     std::pair{all % 60, " s"}}) {
        if (part > 0) {
            join(out, " ", std::to_string(part) + unit);
        }
    }
    return out;
}

std::string patient_words(const Patient& patient) {
    std::string out;
    if (!patient.id.empty()) {
        out = "ID " + patient.id;
    }
    if (patient.age) {
        join(out, dot, std::to_string(*patient.age) + (*patient.age == 1 ? " year" : " years"));
    }
    if (patient.sex) {
        join(out, dot, *patient.sex == Sex::female ? "female" : "male");
    }
    return out.empty() ? "ID, age and sex not given" : out;
}

std::string time_words(const std::optional<UtcTime>& start) {
    if (!start) {
        return "Time not recorded";
    }
    const std::string iso = format_utc(*start);
    return iso.substr(0, 10) + " " + iso.substr(11, 8) + " UTC";
}

std::string recording_words(const Recording& recording) {
    std::string out = duration_words(recording.whole_duration().count());
    join(out, dot, with_unit(recording.rate.hertz(), 2, "Hz"));
    if (!recording.info.id.empty()) {
        join(out, dot, "record " + recording.info.id);
    }
    return out;
}

std::string device_words(const Device& device) {
    std::string out = device.model.empty() ? device.driver : device.model;
    if (!device.serial.empty()) {
        join(out, ", ", "serial " + device.serial);
    }
    if (!device.firmware.empty()) {
        join(out, ", ", "firmware " + device.firmware);
    }
    return out.empty() ? out : "Device: " + out;
}

std::string critical_words(const Findings& findings) {
    std::string out;
    for (const Finding& finding : findings) {
        if (finding.critical) {
            join(out, dot, finding_words(finding));
        }
    }
    return out.empty() ? out : "CRITICAL: " + out;
}

std::string severity_words(const Findings& findings) {
    if (findings.empty()) {
        return "No automated finding";
    }
    const auto gravest =
        std::max_element(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
            return a.severity < b.severity;
        });
    switch (gravest->severity) {
    case Severity::otherwise_normal:
        return "OTHERWISE NORMAL ECG";
    case Severity::borderline:
        return "BORDERLINE ECG";
    case Severity::abnormal:
        return "ABNORMAL ECG";
    case Severity::normal:
        break;
    }
    const bool said = std::any_of(findings.begin(), findings.end(),
                                  [](const Finding& f) { return f.code == "NORM"; });
    return said ? "NORMAL ECG" : "No abnormality found by these rules";
}

std::string status_words(const std::optional<Confirmation>& confirmed) {
    if (!confirmed) {
        return "UNCONFIRMED";
    }
    std::string out = "Confirmed by " + confirmed->name;
    join(out, dot, confirmed->time ? time_words(confirmed->time) : "");
    return out;
}

std::string findings_heading(const std::optional<Confirmation>& confirmed) {
    return confirmed ? "AUTOMATED FINDINGS (RULE-BASED), CONFIRMED"
                     : "AUTOMATED FINDINGS (RULE-BASED, UNCONFIRMED)";
}

std::string finding_words(const Finding& finding) {
    const std::string lower = to_lower(finding.words);
    switch (finding.certainty) {
    case Certainty::probable:
        return lower.find("probabl") == std::string::npos ? finding.words + " (probable)"
                                                          : finding.words;
    case Certainty::consider:
        return lower.find("consider") == std::string::npos ? finding.words + " (to be considered)"
                                                           : finding.words;
    case Certainty::definite:
        break;
    }
    return finding.words;
}

std::string scale_words(const TraceLayout& layout, const Recording& recording) {
    std::string out = with_unit(layout.scale.mm_per_s, 1, "mm/s");
    const std::string gain = with_unit(layout.scale.mm_per_mv, 1, "mm/mV");
    const std::string chest_gain = with_unit(layout.chest_mm_per_mv, 1, "mm/mV");
    join(out, dot, gain == chest_gain ? gain : gain + ", chest leads " + chest_gain);
    if (recording.info.device.gain_source == "assumed") {
        out += " (the device's gain is assumed)";
    }
    join(out, dot, layout.arrangement);
    const double seconds = recording.whole_duration().count();
    if (layout.shown.count() < seconds) {
        const std::string unit = seconds < spelt_out_from ? "" : " s";
        join(out, dot,
             format_number(layout.shown.count(), 2) + unit + " of " + duration_words(seconds) +
                 " shown");
    }
    if (!layout.left_out.empty()) {
        std::string names;
        for (const std::string& name : layout.left_out) {
            join(names, ", ", name);
        }
        join(out, dot, "not shown: " + names);
    }
    return out;
}

std::string measured_filter_words(const FilterSummary& filters) {
    std::string measured;
    if (filters.high_pass) {
        measured = "high-pass " + with_unit(filters.high_pass->value, 2, "Hz");
    }
    join(measured, ", ",
         filters.low_pass ? "low-pass " + with_unit(filters.low_pass->value, 2, "Hz")
                          : "no low-pass");
    std::string mains = "no mains found";
    if (filters.powerline) {
        mains = "mains " + with_unit(filters.powerline->value, 2, "Hz") + " removed";
    }
    if (filters.powerline && filters.powerline_alias) {
        mains += " (seen at " + with_unit(filters.powerline_alias->value, 2, "Hz") + ")";
    }
    join(measured, ", ", mains);
    return measured;
}

std::string filter_words(const Analysis* analysis, SampleRate recorded) {
    std::string out = "Drawn as recorded, below " + with_unit(recorded.hertz() / 2, 2, "Hz") +
                      " by its rate, each trace centred on its median";
    if (analysis != nullptr) {
        join(out, dot, "measured with " + measured_filter_words(analysis->filters));
    }
    return out;
}

std::string electrode_words(const Analysis& analysis) {
    std::string off;
    std::string uncertain;
    for (const Electrode& electrode : analysis.electrodes) {
        if (electrode.state == ElectrodeState::off) {
            join(off, ", ", electrode.name);
        } else if (electrode.state == ElectrodeState::uncertain) {
            join(uncertain, ", ", electrode.name);
        }
    }
    std::string out = off.empty() ? "" : "electrode off: " + off;
    join(out, dot, uncertain.empty() ? "" : "electrode off, one of: " + uncertain);
    const bool exchanged =
        std::any_of(analysis.findings.begin(), analysis.findings.end(),
                    [](const Finding& finding) { return finding.code == "REVL"; });
    join(out, dot, exchanged ? "limb electrodes may be exchanged" : "");
    return out;
}

std::string bandwidth_words(SampleRate rate) {
    if (rate.hertz() >= diagnostic_rate_hz) {
        return {};
    }
    return with_unit(rate.hertz(), 2, "Hz") +
           ": monitoring bandwidth – not for diagnostic measurement";
}

std::string measurement_heading(const Analysis& analysis) {
    std::string out = "MEASUREMENTS";
    if (analysis.rate_hz > 0 && analysis.samples > 0) {
        const double seconds = static_cast<double>(analysis.samples) / analysis.rate_hz;
        out.append(" OVER ").append(in_capitals(duration_words(seconds)));
    }
    const std::int64_t beats = analysis.measurements.beats;
    join(out, ", ", std::to_string(beats) + (beats == 1 ? " BEAT" : " BEATS"));
    return out;
}

} // namespace ecg::report
