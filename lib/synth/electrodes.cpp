#include "synth/electrodes.hpp"

namespace ecg::synth {
namespace {

constexpr std::array<std::string_view, 10> names{"RA", "LA", "LL", "RL", "V1",
                                                 "V2", "V3", "V4", "V5", "V6"};

} // namespace

std::optional<Electrode> electrode_named(std::string_view name) {
    for (const Electrode electrode : all_electrodes) {
        if (names[static_cast<std::size_t>(electrode)] == name) {
            return electrode;
        }
    }
    return std::nullopt;
}

std::string electrode_names() {
    std::string list;
    for (const std::string_view name : names) {
        list += (list.empty() ? "" : ", ") + std::string{name};
    }
    return list;
}

Channels effect_of(Electrode electrode) {
    constexpr double terminal = -1.0 / 3; // Wilson's: the mean of RA, LA and LL
    switch (electrode) {
    case Electrode::RA:
        return {-1, -1, terminal, terminal, terminal, terminal, terminal, terminal};
    case Electrode::LA:
        return {1, 0, terminal, terminal, terminal, terminal, terminal, terminal};
    case Electrode::LL:
        return {0, 1, terminal, terminal, terminal, terminal, terminal, terminal};
    case Electrode::RL:
        return {};
    default:
        break;
    }
    Channels own{};
    own[channel_v1 + static_cast<std::size_t>(electrode) -
        static_cast<std::size_t>(Electrode::V1)] = 1;
    return own;
}

bool needs(Lead lead, Electrode electrode) {
    return twelve_leads(effect_of(electrode))[index_of(lead)] != 0;
}

} // namespace ecg::synth
