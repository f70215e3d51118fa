// Presets by name: the rhythms.
#pragma once

#include "synth/settings.hpp"

#include <span>
#include <string_view>

namespace ecg::synth {

struct Preset {
    std::string_view name;
    std::string_view words;
    void (*apply)(SynthSettings&); ///< changes the default settings
};

std::span<const Preset> rhythm_presets();

} // namespace ecg::synth
