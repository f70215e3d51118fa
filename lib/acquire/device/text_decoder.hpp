// Lines out of a stream of bytes, for protocols that are text.
#pragma once

#include "acquire/device/decoder.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace ecg::acquire {

/// For protocols of one line a sample. A line ends with LF, CR or both; NUL bytes and a byte order
/// mark are passed over; blank lines are none. A line of more than longest_line bytes is dropped up
/// to its end. The first line after a start may be the rest of one, and is judged as any other.
class TextDecoder : public Decoder {
public:
    Decoded feed(std::string_view bytes) final;
    Decoded finish() override;

    static constexpr std::size_t longest_line = 4096;

protected:
    /// A line without its end and without blanks around it; never empty.
    virtual void take_line(std::string_view line, Decoded& decoded) = 0;

    /// For take_line, of a line that is no sample: what is left of one when it is mostly digits,
    /// else text.
    void take_other(std::string_view line, Decoded& decoded);
    /// Of a line that is a message.
    void take_text(std::string_view line, Decoded& decoded);
    /// Of what is left of a sample: a damaged frame, once there was a good one. Counted either way.
    void take_broken(Decoded& decoded);

private:
    void end_line(Decoded& decoded);

    std::string line_;
    bool too_long_ = false;
    bool started_ = false; ///< a good line was there
};

} // namespace ecg::acquire
