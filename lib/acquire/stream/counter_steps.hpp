// How many samples lie from one frame to the next, by what the device counts.
#pragma once

#include "acquire/device/frame.hpp"
#include "common/units.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace ecg::acquire {

/// How a device numbers its samples; neither: it does not.
struct Numbering {
    std::int64_t counter_modulus = 0; ///< 0: no counter
    double ticks_per_sample = 0;      ///< 0: no clock
    std::int64_t tick_modulus = 0;
};

/// A frame, and how far it is from the one before.
struct SteppedFrame {
    Frame frame;
    Seconds arrival{};
    std::int64_t step = 1;  ///< 1 = none is missing before it
    bool ends_read = false; ///< the last of the frames that arrived together
    bool after_break =
        false; ///< the connection was lost before it, step is only right modulo wrap()
};

/// A frame whose number does not follow waits for its successor: when that one goes on from before,
/// the number was hurt on the wire and the frame is not to be believed.
class CounterSteps {
public:
    explicit CounterSteps(Numbering numbering) : numbering_{numbering} {}

    std::vector<SteppedFrame> add(std::vector<Frame> frames, Seconds arrival);
    /// Lets go of a frame that waits.
    std::vector<SteppedFrame> flush();

    /// The connection was lost; what comes next may be anywhere. Call flush() first.
    void break_here() { broken_ = true; }

    /// After so many samples the numbers come again; 0: there are none.
    [[nodiscard]] std::int64_t wrap() const;

    [[nodiscard]] std::int64_t duplicates() const { return duplicates_; }

    [[nodiscard]] std::int64_t hurt_numbers() const { return hurt_; }

private:
    [[nodiscard]] bool has_number(const Frame& frame) const;
    [[nodiscard]] std::int64_t distance(const Frame& from, const Frame& to) const;
    [[nodiscard]] bool is_repeat(const Frame& frame) const;
    void take(SteppedFrame next, std::vector<SteppedFrame>& out);
    void emit(SteppedFrame frame, std::int64_t step, std::vector<SteppedFrame>& out);

    Numbering numbering_;
    std::deque<Frame> recent_; ///< the newest last, to know a repeated packet by
    std::optional<SteppedFrame> waiting_;
    bool broken_ = false;
    std::int64_t duplicates_ = 0;
    std::int64_t hurt_ = 0;
};

} // namespace ecg::acquire
