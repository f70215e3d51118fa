// The two directions of a protocol: bytes to frames, and frames to bytes.
#pragma once

#include "acquire/device/frame.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::acquire {

/// Bytes in, frames out. Pure: no clock, no device. How the bytes are cut into pieces makes no
/// difference, no bytes make it throw, and what it keeps is bounded.
class Decoder {
public:
    Decoder() = default;
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;
    Decoder(Decoder&&) = delete;
    Decoder& operator=(Decoder&&) = delete;
    virtual ~Decoder() = default;

    virtual Decoded feed(std::string_view bytes) = 0;
    /// What was held back: nothing follows any more. Then as new, but for the counts and what was
    /// learned; after a lost connection, too.
    virtual Decoded finish() = 0;

    [[nodiscard]] const DecodeCounts& counts() const { return counts_; }

    /// What had to be found out, in words: "checksum sum5". Empty where nothing had to.
    [[nodiscard]] virtual std::vector<std::string> learned() const { return {}; }

    /// The channels in the order of Frame::counts where the stream itself names them: known when
    /// the first frame is out, and the same ever after. Empty: those of the Description.
    [[nodiscard]] virtual std::vector<Channel> channels() const { return {}; }

protected:
    DecodeCounts counts_;
};

/// Frames in, bytes out: the other end of the wire, for the simulator and the tests.
class Encoder {
public:
    Encoder() = default;
    Encoder(const Encoder&) = delete;
    Encoder& operator=(const Encoder&) = delete;
    Encoder(Encoder&&) = delete;
    Encoder& operator=(Encoder&&) = delete;
    virtual ~Encoder() = default;

    /// The bytes of the sample of that index since the device began, in order. Counts are whole
    /// and within the channel's range, or NaN. "" when the protocol sends several samples together
    /// and this one is not the last of them. The frame's own counter and ticks are not looked at.
    virtual std::string encode(const Frame& frame, std::int64_t index) = 0;

    /// What a device says when it is switched on: boot text.
    [[nodiscard]] virtual std::string banner() const { return {}; }
};

} // namespace ecg::acquire
