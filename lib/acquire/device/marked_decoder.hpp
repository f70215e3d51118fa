// Finds frames of one length that have marks and a counter, but no checksum.
#pragma once

#include "acquire/device/framed_decoder.hpp"

namespace ecg::acquire {

/// A frame that lost bytes may still have all its marks, with its last bytes out of the next one.
/// So where the next frame seems to begin inside of one, more is waited for, and the frame that
/// others follow is taken. And what is not counted on from the last frame, as at the start, is
/// only believed when another follows it.
class MarkedDecoder : public FramedDecoder {
protected:
    /// Of the frame, and of what it begins with: its first marks and its counter.
    MarkedDecoder(std::size_t length, std::size_t head) : length_{length}, head_{head} {}

    /// Whether a frame may begin so; start is of at most the head's length, and not empty.
    [[nodiscard]] virtual bool begins(std::string_view start) const = 0;
    /// Whether a frame, of the full length, has all its marks.
    [[nodiscard]] virtual bool has_marks(std::string_view frame) const = 0;
    /// Whether the frame with that head comes after the one with the other, with a few lost between
    /// at most.
    [[nodiscard]] virtual bool follows(std::string_view head, std::string_view next) const = 0;
    virtual void take_frame(std::string_view frame, Decoded& decoded) = 0;

    /// What begins where no frame does: answers.
    [[nodiscard]] virtual Look look_other(std::string_view /*rest*/) const {
        return {Look::Kind::nothing};
    }

    virtual void take_other(std::string_view /*answer*/, Decoded& /*decoded*/) {}

    void end(Decoded& decoded) override;

    /// Whether a frame was taken since the start.
    [[nodiscard]] bool has_begun() const { return !last_head_.empty(); }

private:
    [[nodiscard]] Look look(std::string_view rest, bool in_step) const final;
    void take(std::string_view frame, Decoded& decoded) final;

    [[nodiscard]] Look::Kind look_behind(std::string_view rest) const;
    [[nodiscard]] Look::Kind look_inside(std::string_view rest, std::size_t at) const;

    std::size_t length_;
    std::size_t head_;
    std::string last_head_; ///< of the last frame; "" before the first
};

/// Whether a counter stands so little behind another that only a few frames can have been lost.
constexpr bool soon_after(unsigned counter, unsigned next, unsigned modulus) {
    constexpr unsigned few = 8;
    const unsigned step = (next + modulus - counter) % modulus;
    return step >= 1 && step <= few;
}

} // namespace ecg::acquire
