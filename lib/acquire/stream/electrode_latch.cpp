#include "acquire/stream/electrode_latch.hpp"

#include <string_view>

namespace ecg::acquire {
namespace {

constexpr std::array<std::string_view, synth::all_electrodes.size()> electrode_words{
    "RA", "LA", "LL", "RL", "V1", "V2", "V3", "V4", "V5", "V6"}; // as in the enumeration

template <std::size_t Size, class Counts>
void latch(std::bitset<Size>& off, const std::bitset<Size>& now, Counts& on_for,
           std::int64_t on_after) {
    if (off.none() && now.none()) {
        return;
    }
    for (std::size_t i = 0; i < Size; ++i) {
        if (now.test(i)) {
            off.set(i);
            on_for[i] = 0;
        } else if (off.test(i) && ++on_for[i] >= on_after) {
            off.reset(i);
        }
    }
}

} // namespace

void ElectrodeLatch::see(const Frame& frame) {
    if (frame.damaged) {
        return;
    }
    latch(electrodes_off_, frame.electrodes_off, electrode_on_, on_after_);
    latch(channels_off_, frame.channels_off, channel_on_, on_after_);
}

std::vector<std::string> names_of(const ElectrodeSet& electrodes) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < electrode_words.size(); ++i) {
        if (electrodes.test(i)) {
            names.emplace_back(electrode_words[i]);
        }
    }
    return names;
}

} // namespace ecg::acquire
