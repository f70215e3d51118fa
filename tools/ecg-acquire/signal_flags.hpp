// The flags of demo and simulate that shape the heart and its surroundings.
#pragma once

#include "synth/settings.hpp"

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ecg {

struct SignalOptions {
    std::string preset = "normal";
    /// What flags say against the preset, in the order of the command line.
    std::vector<std::function<void(synth::SynthSettings&)>> changes;
};

/// --preset, and flags that each add one change.
void add_signal_flags(CLI::App& command, SignalOptions& options);

/// The preset with defaults over it, then with the changes. Throws Error{usage}.
synth::SynthSettings signal_settings(
    const SignalOptions& options,
    const std::function<void(synth::SynthSettings&)>& defaults = [](synth::SynthSettings&) {});

} // namespace ecg
