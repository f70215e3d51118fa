// Finds frames in a stream of bytes that may begin anywhere and lose or gain bytes at any place.
#pragma once

#include "acquire/device/decoder.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace ecg::acquire {

/// What stands where a frame might begin.
struct Look {
    enum class Kind {
        nothing,      ///< no frame begins here
        bad_checksum, ///< nor here, but it had all else of one
        unfinished,   ///< one may, but more bytes must come to tell
        frame
    };
    Kind kind{};
    std::size_t length = 0; ///< of the frame
};

/// For protocols of binary frames. What is no frame is skipped byte by byte, so that a frame that
/// begins inside a broken one is found.
class FramedDecoder : public Decoder {
public:
    Decoded feed(std::string_view bytes) final;
    Decoded finish() final;

protected:
    /// What begins at the first of rest (never empty). in_step: a frame ended right before it.
    /// "unfinished" only while rest is shorter than some length that the protocol sets.
    [[nodiscard]] virtual Look look(std::string_view rest, bool in_step) const = 0;
    /// A frame as look saw it.
    virtual void take(std::string_view frame, Decoded& decoded) = 0;

    /// So many bytes, between two frames, were none. Where frames are not counted, what they may
    /// have been can be told here, as damaged frames.
    virtual void skipped(std::size_t /*bytes*/, Decoded& /*decoded*/) {}

    /// For look: no byte will come after rest, so that "unfinished" is the end of it.
    [[nodiscard]] bool ended() const { return ended_; }

    /// For look: how many bytes before rest, back to the last frame, were none.
    [[nodiscard]] std::size_t since_frame() const { return skipped_; }

    /// Nothing more will come, before what is held back is forgotten.
    virtual void end(Decoded& /*decoded*/) {}

private:
    void scan(Decoded& decoded, std::int64_t& wasted);

    std::string rest_;
    std::size_t skipped_ = 0; ///< since the last frame
    bool started_ = false;    ///< a frame was seen
    bool in_step_ = false;
    bool ended_ = false;
};

/// As many damaged frames as bytes are long enough for, none when they are too long to tell; for
/// skipped().
void append_damaged(Decoded& decoded, std::size_t bytes, double bytes_per_frame);

} // namespace ecg::acquire
