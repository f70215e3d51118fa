// Which electrodes and channels have contact, steadied against chatter.
#pragma once

#include "acquire/device/frame.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace ecg::acquire {

/// Off at once, on again only after a while without a word of off: devices chatter while an
/// electrode dangles, and the amplifier needs as long to come back.
class ElectrodeLatch {
public:
    /// on_after: samples in a row.
    explicit ElectrodeLatch(std::int64_t on_after) : on_after_{on_after} {}

    void see(const Frame& frame);

    [[nodiscard]] const ElectrodeSet& electrodes_off() const { return electrodes_off_; }

    [[nodiscard]] const ChannelSet& channels_off() const { return channels_off_; }

private:
    std::int64_t on_after_;
    ElectrodeSet electrodes_off_;
    ChannelSet channels_off_;
    std::array<std::int64_t, synth::all_electrodes.size()> electrode_on_{}; ///< samples so far
    std::array<std::int64_t, most_channels> channel_on_{};
};

/// RA, V2 …
std::vector<std::string> names_of(const ElectrodeSet& electrodes);

} // namespace ecg::acquire
