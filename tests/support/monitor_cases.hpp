// The rhythms and the T waves that monitors are tested with, and the heart rates found in them.
#pragma once

#include "synth/settings.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ecg::test {

/// One test signal of IEC 60601-2-27, made after its description: what counts, not its exact shape.
struct MonitorCase {
    std::string name;
    synth::SynthSettings settings;
    double rate_bpm; ///< of all QRS complexes
    double allowed;  ///< bpm to each side
};

/// The four irregular rhythms and T of 1.2 mV and more beside a QRS of 1 mV, a minute each.
std::vector<MonitorCase> monitor_cases(Hertz rate);

/// The mean heart rate that the analysis finds, in all twelve leads or in one alone; absent without
/// beats.
std::optional<double> found_rate(const MonitorCase& one, const std::string& lead);

} // namespace ecg::test
