// The ten electrodes, and which lead needs which.
#pragma once

#include "model/lead.hpp"
#include "synth/block.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ecg::synth {

enum class Electrode { RA, LA, LL, RL, V1, V2, V3, V4, V5, V6 };

inline constexpr std::array all_electrodes{
    Electrode::RA, Electrode::LA, Electrode::LL, Electrode::RL, Electrode::V1,
    Electrode::V2, Electrode::V3, Electrode::V4, Electrode::V5, Electrode::V6};

/// The electrode of that very name; absent for any other.
std::optional<Electrode> electrode_named(std::string_view name);

/// "RA, LA, …" for messages.
std::string electrode_names();

/// What 1 mV at the electrode adds to each channel.
Channels effect_of(Electrode electrode);

/// Whether lead cannot be had without electrode. No lead needs RL.
bool needs(Lead lead, Electrode electrode);

} // namespace ecg::synth
