#include "acquire/stream/timeline.hpp"

#include "acquire/stream/measure_rate.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ecg::acquire {
namespace {

constexpr Seconds placing_time{0.8}; // after a lost connection: enough reads for an undelayed one
constexpr Seconds least_lateness{0.02};     // no loss is looked for in a shorter delay
constexpr Seconds uncounted_lateness{0.04}; // of devices that do not count
constexpr Seconds unpaced_lateness{0.2};    // and of those that keep no pace either
constexpr std::int64_t few = 8;       // samples, that a jump may explain less than the clock sees
constexpr Seconds catching_up{0.01};  // by which a delay must shrink to be one that ends
constexpr Seconds too_early{0.02};    // no sample comes before it was taken
constexpr double near_enough = 0.006; // seconds: a counter this close to the clock is believed
constexpr double hundredths = 100;    // of a hertz, in a rate that was measured

/// Whether the device takes samples faster or slower than is said, in both halves of the time: a
/// loss or delay would be in one.
bool is_other_rate(const std::vector<Arrival>& arrivals, Hertz measured, Hertz nominal) {
    const auto off = [&](Hertz rate) { return rate.value / nominal.value - 1; };
    const double all = off(measured);
    if (std::abs(all) <= Timeline::rate_tolerance) {
        return false;
    }
    const auto middle = arrivals.begin() + static_cast<std::ptrdiff_t>(arrivals.size() / 2);
    for (const auto& half :
         {measure_rate({arrivals.begin(), middle}), measure_rate({middle, arrivals.end()})}) {
        if (half && off(*half) * std::copysign(1, all) < Timeline::rate_tolerance / 2) {
            return false;
        }
    }
    return true;
}

} // namespace

Timeline::Timeline(TimelineSettings settings)
    : settings_{settings}, steps_{settings.numbering}, state_{settings.live && settings.measure
                                                                  ? State::measuring
                                                                  : State::running} {
    if (state_ == State::running) {
        rate_ = settings_.nominal;
    }
}

Placed Timeline::add(std::vector<Frame> frames, Seconds arrival) {
    Placed placed;
    accept(steps_.add(std::move(frames), arrival), placed);
    return placed;
}

void Timeline::accept(std::vector<SteppedFrame> frames, Placed& placed) {
    for (SteppedFrame& frame : frames) {
        const bool ended = frame.ends_read;
        if (held_.empty()) {
            held_since_ = frame.arrival;
        }
        held_.push_back(std::move(frame));
        if (ended) {
            read_ended(placed);
        }
    }
}

void Timeline::read_ended(Placed& placed) {
    switch (state_) {
    case State::measuring:
        if (held_.back().arrival - held_since_ >= settings_.measure_for) {
            finish_measuring(placed);
        }
        break;
    case State::placing:
        if (held_.back().arrival - held_since_ >= placing_time) {
            place(placed);
        }
        break;
    case State::running:
    case State::settling:
        run(placed);
        break;
    }
}

void Timeline::run(Placed& placed) {
    if (!settings_.live) {
        release(placed);
        return;
    }
    if (!clock_) {
        clock_.emplace(rate_.value());
        clock_->add(held_end() - 1, held_.back().arrival);
    }
    settle(latest_lag(), placed);
}

void Timeline::settle(Seconds lag, Placed& placed) {
    if (lag <= too_late() && lag >= -too_early) { // a delay that was over soon cost nothing
        state_ = State::running;
        release(placed);
        return;
    }
    const Seconds now = held_.back().arrival;
    if (state_ == State::running) {
        state_ = State::settling;
        settling_since_ = now;
        settling_lag_ = lag;
        least_lag_ = lag;
    }
    if (lag > Seconds{0} && lag < settling_lag_ - catching_up) {
        settling_since_ = now; // held back, it comes faster than it was taken: wait for the end
        settling_lag_ = lag;
    }
    least_lag_ = std::min(least_lag_, lag);
    if (now - settling_since_ >= settings_.patience) {
        resolve(placed);
    }
}

/// What is still late after all that time is a loss that no number told of; what is early follows
/// a number that began anew.
void Timeline::resolve(Placed& placed) {
    const double shift = least_lag_.count() * rate_->value;
    const std::int64_t wrap = steps_.wrap();
    // whole turns went where the rest of a loss did; at the first sample that is late, else
    const auto jump = std::max_element(
        held_.begin(), held_.end(),
        [](const SteppedFrame& a, const SteppedFrame& b) { return a.step < b.step; });
    std::int64_t missed = 0;
    if (shift > 0) {
        missed = wrap == 0 ? std::llround(shift)
                           : wrap * std::llround(shift / static_cast<double>(wrap));
        (jump->step > 1 ? *jump : held_.front()).step += missed;
    } else if (const auto early = std::llround(-shift);
               jump->step > 1 && early < jump->step + few) {
        missed = -std::min<std::int64_t>(jump->step - 1, early); // the jump was none
        jump->step += missed;
        placed.restarted = true;
    }
    if (missed == 0) {
        clock_->delay_by(least_lag_); // the way or the device became slower, nothing is missing
    }
    state_ = State::running;
    release(placed);
}

/// After a lost connection: the clock says where the first frame stands, and its number, when it
/// agrees, to the sample.
void Timeline::place(Placed& placed) {
    std::int64_t offset = 0; // of a frame from the first
    double first = 0;        // where the clock sees the first frame: the earliest view is the best
    bool seen = false;
    for (std::size_t i = 0; i < held_.size(); ++i) {
        offset += i > 0 ? held_[i].step : 0;
        if (held_[i].ends_read) {
            const double here = clock_->index_at(held_[i].arrival) - static_cast<double>(offset);
            first = seen ? std::min(first, here) : here;
            seen = true;
        }
    }
    auto index = static_cast<double>(std::llround(first));
    if (const auto wrap = static_cast<double>(steps_.wrap()); wrap > 0 && seen) {
        const auto counted = static_cast<double>(next_ - 1 + held_.front().step);
        const double candidate = counted + wrap * std::round((first - counted) / wrap);
        const double near = std::max(2.0, near_enough * rate_->value);
        placed.restarted = std::abs(candidate - first) > near;
        index = placed.restarted ? index : candidate;
    }
    held_.front().step = std::max(std::int64_t{1}, static_cast<std::int64_t>(index) - next_ + 1);
    state_ = State::running;
    release(placed);
}

void Timeline::finish_measuring(Placed& placed) {
    std::vector<Arrival> arrivals;
    std::int64_t index = -1;
    for (const SteppedFrame& frame : held_) {
        index += frame.step;
        if (frame.ends_read) {
            arrivals.push_back({index, frame.arrival});
        }
    }
    const auto measured = measure_rate(arrivals);
    rate_ = settings_.nominal;
    if (measured && (!rate_ || is_other_rate(arrivals, *measured, *rate_))) {
        rate_ = Hertz{std::round(measured->value * hundredths) / hundredths};
    }
    if (!rate_) {
        return; // too little came to tell; rate() is absent
    }
    state_ = State::running;
    std::vector<SteppedFrame> all;
    std::swap(all, held_);
    accept(std::move(all), placed);
}

void Timeline::release(Placed& placed) {
    if (held_.empty()) {
        return;
    }
    const Seconds arrival = held_.back().arrival;
    for (SteppedFrame& frame : held_) {
        if (frame.step > 1) {
            placed.losses.push_back({next_, frame.step - 1, cause_});
        }
        cause_ = "lost";
        next_ += frame.step;
        placed.frames.push_back({next_ - 1, std::move(frame.frame)});
    }
    held_.clear();
    if (settings_.live && clock_) {
        clock_->add(next_ - 1, arrival);
    }
}

Placed Timeline::interrupt(std::string cause) {
    Placed placed = flush();
    unplaced_ += static_cast<std::int64_t>(held_.size()); // too few to tell the rate by
    held_.clear();
    steps_.break_here();
    cause_ = std::move(cause);
    if (settings_.live && clock_) {
        state_ = State::placing;
    }
    return placed;
}

Placed Timeline::flush() {
    Placed placed;
    accept(steps_.flush(), placed);
    if (state_ == State::measuring && !held_.empty()) {
        finish_measuring(placed);
    } else if (state_ == State::placing && !held_.empty()) {
        place(placed);
    }
    if (rate_) { // a delay that did not last long enough to tell what it was cost nothing
        release(placed);
    }
    state_ = state_ == State::settling ? State::running : state_;
    return placed;
}

std::int64_t Timeline::held_end() const {
    std::int64_t end = next_;
    for (const SteppedFrame& frame : held_) {
        end += frame.step;
    }
    return end;
}

Seconds Timeline::latest_lag() const {
    return held_.back().arrival - clock_->expected(static_cast<double>(held_end() - 1));
}

Seconds Timeline::too_late() const {
    if (const std::int64_t wrap = steps_.wrap(); wrap > 0) {
        return std::max(least_lateness, Seconds{0.5 * static_cast<double>(wrap) / rate_->value});
    }
    return settings_.nominal ? uncounted_lateness : unpaced_lateness;
}

} // namespace ecg::acquire
