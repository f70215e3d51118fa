// What a device said: one sample of all its channels, or an answer; and what a channel is.
#pragma once

#include "synth/electrodes.hpp"

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace ecg::acquire {

inline constexpr std::size_t most_channels = 16;

/// One bit an electrode, by its index in synth::Electrode.
using ElectrodeSet = std::bitset<synth::all_electrodes.size()>;

/// One bit a channel.
using ChannelSet = std::bitset<most_channels>;

inline constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

struct Channel {
    std::string name;      ///< the lead, or "ch1" where the user says which it is
    double uv_per_count{}; ///< microvolts
    double zero = 0;       ///< the count that means 0 mV
    double lowest{};       ///< the ends of the converter's range: a sample there is saturated
    double highest{};

    friend bool operator==(const Channel&, const Channel&) = default;
};

/// One sample of all channels.
struct Frame {
    std::array<double, most_channels> counts{}; ///< as the device sent them; NaN where it did not
    std::optional<std::int64_t> counter; ///< of this sample, modulo the device's counter_modulus
    std::optional<std::int64_t> ticks;   ///< of the device's clock, modulo its tick_modulus
    ElectrodeSet electrodes_off;
    ChannelSet channels_off; ///< without contact, where the device does not name the electrode
    bool damaged = false;    ///< a sample stood here, but what it said is not known

    friend bool operator==(const Frame&, const Frame&) = default;
};

enum class ReplyKind { acknowledged, firmware, serial, model, text };

/// What a device says beside samples.
struct Reply {
    ReplyKind kind{};
    std::string text; ///< for acknowledged, the byte or word that it acknowledges

    friend bool operator==(const Reply&, const Reply&) = default;
};

/// What some bytes held.
struct Decoded {
    std::vector<Frame> frames;
    std::vector<Reply> replies;
    std::string answer; ///< bytes that the protocol wants sent back
};

/// Everything that a decoder was given is in here somewhere.
struct DecodeCounts {
    std::int64_t bytes = 0;
    std::int64_t frames = 0;        ///< samples, damaged ones not among them
    std::int64_t skipped_bytes = 0; ///< part of no frame, reply or line
    std::int64_t bad_checksums = 0;
    std::int64_t rejected = 0;        ///< frames or lines that were whole but not to be believed
    std::int64_t text_lines = 0;      ///< boot messages and the like
    std::int64_t truncated_bytes = 0; ///< the unfinished frame at the end

    friend bool operator==(const DecodeCounts&, const DecodeCounts&) = default;
};

} // namespace ecg::acquire
