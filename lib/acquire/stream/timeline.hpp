// Where each sample stands: its index since the session began, whatever was lost on the way.
#pragma once

#include "acquire/stream/clock_fit.hpp"
#include "acquire/stream/counter_steps.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ecg::acquire {

struct TimelineSettings {
    Numbering numbering;
    std::optional<Hertz> nominal; ///< absent: only to be measured
    bool measure = true;          ///< false: nominal is how it is
    bool live = true;             ///< false: when a frame arrives says nothing
    Seconds measure_for{4.5};     ///< how long samples are held at the beginning to know the rate
    Seconds patience{1};          ///< how long a delay may last before it is taken for a loss
};

struct PlacedFrame {
    std::int64_t index = 0;
    Frame frame;
};

/// Samples that never came.
struct Loss {
    std::int64_t first = 0;
    std::int64_t count = 0;
    std::string cause; ///< "lost", "unplugged"

    friend bool operator==(const Loss&, const Loss&) = default;
};

struct Placed {
    std::vector<PlacedFrame> frames; ///< indices rise; those between are in losses
    std::vector<Loss> losses;
    bool restarted = false; ///< the device began to count anew
};

/// The device's own numbers say how many samples a frame is from the one before. The host's clock
/// says what they cannot: how often they wrapped, that a device which does not count lost
/// something, how long a cable was out. How the bytes were bundled moves nothing.
class Timeline {
public:
    explicit Timeline(TimelineSettings settings);

    /// frames arrived together at that moment of the monotonic clock.
    Placed add(std::vector<Frame> frames, Seconds arrival);
    /// The connection was lost: the next frame is placed by the clock. Returns what was held back.
    Placed interrupt(std::string cause);
    /// The end: what was held back.
    Placed flush();

    /// Samples a second as the session counts them: the nominal rate, unless the first seconds show
    /// another by more than half a percent. Absent until it is decided.
    [[nodiscard]] std::optional<Hertz> rate() const { return rate_; }

    /// The clock's view; absent until a sample was placed by a live device.
    [[nodiscard]] const ClockFit* clock() const { return clock_ ? &*clock_ : nullptr; }

    [[nodiscard]] std::int64_t next_index() const { return next_; }

    /// Samples that came before the rate could be told and are in no place.
    [[nodiscard]] std::int64_t unplaced() const {
        return unplaced_ + (rate_ ? 0 : static_cast<std::int64_t>(held_.size()));
    }

    [[nodiscard]] std::int64_t duplicates() const { return steps_.duplicates(); }

    [[nodiscard]] std::int64_t hurt_numbers() const { return steps_.hurt_numbers(); }

    static constexpr double rate_tolerance = 0.005; ///< of the nominal rate

private:
    enum class State { measuring, running, settling, placing };

    void accept(std::vector<SteppedFrame> frames, Placed& placed);
    void read_ended(Placed& placed);
    void run(Placed& placed);
    void settle(Seconds lag, Placed& placed);
    void resolve(Placed& placed);
    void place(Placed& placed);
    void finish_measuring(Placed& placed);
    void release(Placed& placed);
    [[nodiscard]] std::int64_t held_end() const;
    [[nodiscard]] Seconds latest_lag() const;
    [[nodiscard]] Seconds too_late() const;

    TimelineSettings settings_;
    CounterSteps steps_;
    State state_;
    std::vector<SteppedFrame> held_;
    std::optional<Hertz> rate_;
    std::optional<ClockFit> clock_;
    std::int64_t next_ = 0;
    std::int64_t unplaced_ = 0;
    Seconds held_since_{};
    Seconds settling_since_{};   ///< when the delay last shrank, and
    Seconds settling_lag_{};     ///< what it was then
    Seconds least_lag_{};        ///< of the reads since
    std::string cause_ = "lost"; ///< of the next loss
};

} // namespace ecg::acquire
