#include "formats/wfdb/signal_choice.hpp"

#include "formats/name_leads.hpp"
#include "formats/sample_unit.hpp"

#include <algorithm>

namespace ecg::formats {
namespace {

void append_name(std::string& list, const std::string& name) {
    list += (list.empty() ? "" : ", ") + name;
}

/// The rate to read at, in samples a frame; 0 when there is no voltage.
std::int64_t chosen_samples_per_frame(const WfdbHeader& header) {
    std::int64_t of_standard_leads = 0;
    std::int64_t of_all = 0;
    for (const WfdbSignal& signal : header.signals) {
        if (millivolts_per(signal.unit)) {
            of_all = std::max(of_all, signal.samples_per_frame);
            if (lead_named(signal.description)) {
                of_standard_leads = std::max(of_standard_leads, signal.samples_per_frame);
            }
        }
    }
    return of_standard_leads > 0 ? of_standard_leads : of_all;
}

} // namespace

SignalChoice choose_signals(const WfdbHeader& header, const OpenSettings& settings,
                            const std::string& subject) {
    SignalChoice choice;
    choice.samples_per_frame = chosen_samples_per_frame(header);
    std::string not_voltage;
    std::string other_rate;
    std::string uncalibrated;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < header.signals.size(); ++i) {
        const WfdbSignal& signal = header.signals[i];
        const std::string name =
            signal.description.empty() ? "signal " + std::to_string(i + 1) : signal.description;
        if (!millivolts_per(signal.unit)) {
            append_name(not_voltage, name + " (" + signal.unit + ")");
        } else if (signal.samples_per_frame != choice.samples_per_frame) {
            append_name(other_rate, name);
        } else {
            choice.signals.push_back(i);
            names.push_back(name);
            if (!signal.gain && !settings.unit.starts_with("adc:")) {
                append_name(uncalibrated, name);
            }
        }
    }
    choice.leads = name_leads(names);
    if (!not_voltage.empty()) {
        choice.warnings.push_back(subject + ": left out, as no voltage: " + not_voltage);
    }
    if (!other_rate.empty()) {
        choice.warnings.push_back(subject +
                                  ": left out, as sampled at another rate: " + other_rate);
    }
    if (!uncalibrated.empty()) {
        choice.warnings.push_back(subject +
                                  ": not calibrated, read at 200 counts a mV: " + uncalibrated);
    }
    return choice;
}

} // namespace ecg::formats
