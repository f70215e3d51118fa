#include "acquire/simulate/signal_frames.hpp"

#include "common/text.hpp"
#include "synth/electrodes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

namespace ecg::acquire {
namespace {

constexpr std::int64_t piece_samples = 512;
constexpr double uv_per_mv = 1000;
constexpr std::array unnamed_leads{Lead::I,  Lead::II, Lead::V1, Lead::V2,
                                   Lead::V3, Lead::V4, Lead::V5, Lead::V6};

/// The lead that the channel at that place plays.
Lead lead_of(const Channel& channel, std::size_t place) {
    if (const auto lead = lead_named(channel.name)) {
        return *lead;
    }
    const std::string_view name = channel.name;
    if (name.starts_with("ch")) {
        const auto number = parse_integer(name.substr(2));
        place = number && *number > 0 ? static_cast<std::size_t>(*number - 1) : place;
    }
    return unnamed_leads[place % unnamed_leads.size()];
}

std::vector<Lead> leads_of(const std::vector<Channel>& channels) {
    std::vector<Lead> leads;
    for (std::size_t i = 0; i < channels.size(); ++i) {
        leads.push_back(lead_of(channels[i], i));
    }
    return leads;
}

double count_of(double millivolts, const Channel& channel) {
    const double count =
        std::nearbyint(millivolts * uv_per_mv / channel.uv_per_count) + channel.zero;
    return std::clamp(count, channel.lowest, channel.highest);
}

ElectrodeSet electrodes_off(const synth::SynthSettings& signal, std::int64_t sample) {
    ElectrodeSet off;
    const auto index = static_cast<double>(sample);
    for (const synth::ElectrodeOff& one : signal.electrodes_off) {
        const auto electrode = synth::electrode_named(one.electrode);
        if (electrode && index >= one.from.count() * signal.rate.value &&
            index < one.to.count() * signal.rate.value) {
            off.set(static_cast<std::size_t>(*electrode));
        }
    }
    return off;
}

} // namespace

SignalFrames::SignalFrames(const synth::SynthSettings& signal, std::vector<Channel> channels,
                           bool endless)
    : signal_{signal}, channels_{std::move(channels)}, leads_{leads_of(channels_)},
      endless_{endless}, synthesizer_{signal} {}

std::optional<Frame> SignalFrames::next() {
    if (at_ == static_cast<std::size_t>(piece_.sample_count()) && !fill()) {
        return std::nullopt;
    }
    return frame_of(at_++);
}

bool SignalFrames::fill() {
    piece_ = synthesizer_.next(piece_samples);
    if (piece_.sample_count() == 0 && endless_) {
        synthesizer_ = synth::Synthesizer{signal_};
        piece_ = synthesizer_.next(piece_samples);
    }
    at_ = 0;
    return piece_.sample_count() > 0;
}

Frame SignalFrames::frame_of(std::size_t at) const {
    Frame frame;
    frame.counts.fill(no_value);
    frame.electrodes_off =
        electrodes_off(signal_, piece_.first_sample + static_cast<std::int64_t>(at));
    for (std::size_t i = 0; i < channels_.size(); ++i) {
        const double millivolts = piece_.leads[index_of(leads_[i])].samples[at];
        if (std::isnan(millivolts)) {
            frame.channels_off.set(i);
        } else {
            frame.counts[i] = count_of(millivolts, channels_[i]);
        }
    }
    return frame;
}

} // namespace ecg::acquire
