#include "acquire/stream/counter_steps.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ecg::acquire {
namespace {

constexpr std::int64_t most_remembered = 128; // frames: two of the longest packets
constexpr std::int64_t of_a_turn = 64; // a flat line looks the same a turn later: remember less

/// Equal but for NaN, which equals itself here.
bool same_content(const Frame& a, const Frame& b) {
    const auto same = [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); };
    return a.counter == b.counter && a.ticks == b.ticks &&
           std::equal(a.counts.begin(), a.counts.end(), b.counts.begin(), same);
}

std::int64_t positive_modulo(std::int64_t value, std::int64_t modulus) {
    return ((value % modulus) + modulus) % modulus;
}

} // namespace

std::int64_t CounterSteps::wrap() const {
    if (numbering_.counter_modulus > 0) {
        return numbering_.counter_modulus;
    }
    return numbering_.ticks_per_sample > 0
               ? std::llround(static_cast<double>(numbering_.tick_modulus) /
                              numbering_.ticks_per_sample)
               : 0;
}

bool CounterSteps::has_number(const Frame& frame) const {
    return numbering_.counter_modulus > 0
               ? frame.counter.has_value()
               : numbering_.ticks_per_sample > 0 && frame.ticks.has_value();
}

/// From 1 to wrap(): the same number again is a whole turn on.
std::int64_t CounterSteps::distance(const Frame& from, const Frame& to) const {
    std::int64_t steps = 0;
    if (numbering_.counter_modulus > 0) {
        steps = positive_modulo(*to.counter - *from.counter, numbering_.counter_modulus);
    } else {
        const auto ticks = positive_modulo(*to.ticks - *from.ticks, numbering_.tick_modulus);
        steps = std::llround(static_cast<double>(ticks) / numbering_.ticks_per_sample);
    }
    return steps == 0 ? wrap() : steps;
}

bool CounterSteps::is_repeat(const Frame& frame) const {
    return std::any_of(recent_.begin(), recent_.end(),
                       [&](const Frame& old) { return same_content(old, frame); });
}

std::vector<SteppedFrame> CounterSteps::add(std::vector<Frame> frames, Seconds arrival) {
    std::vector<SteppedFrame> out;
    out.reserve(frames.size() + 1);
    for (std::size_t i = 0; i < frames.size(); ++i) {
        take({std::move(frames[i]), arrival, 1, false, false}, out);
    }
    if (!out.empty()) {
        out.back().ends_read = true; // a repetition or one that waits may have come behind it
    }
    return out;
}

std::vector<SteppedFrame> CounterSteps::flush() {
    std::vector<SteppedFrame> out;
    if (waiting_) {
        SteppedFrame last = *std::exchange(waiting_, std::nullopt);
        const std::int64_t step = distance(recent_.back(), last.frame);
        emit(std::move(last), step, out);
    }
    return out;
}

void CounterSteps::take(SteppedFrame next, std::vector<SteppedFrame>& out) {
    if (!has_number(next.frame) && next.frame.damaged && !recent_.empty()) {
        return; // the number of the next good one tells of it
    }
    if (!has_number(next.frame) || recent_.empty()) {
        emit(std::move(next), 1, out);
        return;
    }
    if (broken_) {
        const std::int64_t step = distance(recent_.back(), next.frame);
        emit(std::move(next), step, out);
        return;
    }
    if (waiting_) {
        if (same_content(waiting_->frame, next.frame)) {
            ++duplicates_;
            return;
        }
        const bool goes_on = distance(waiting_->frame, next.frame) == 1;
        if (!goes_on && distance(recent_.back(), next.frame) == 2) {
            ++hurt_;
            waiting_.reset();
            emit(std::move(next), 2, out);
            return;
        }
        for (SteppedFrame& frame : flush()) {
            out.push_back(std::move(frame));
        }
    }
    if (const std::int64_t step = distance(recent_.back(), next.frame); step == 1) {
        emit(std::move(next), step, out);
    } else if (is_repeat(next.frame)) {
        ++duplicates_;
    } else {
        waiting_ = std::move(next);
    }
}

void CounterSteps::emit(SteppedFrame frame, std::int64_t step, std::vector<SteppedFrame>& out) {
    frame.step = step;
    frame.after_break = std::exchange(broken_, false);
    if (has_number(frame.frame)) {
        recent_.push_back(frame.frame);
        const auto remembered = std::clamp<std::int64_t>(wrap() / of_a_turn, 1, most_remembered);
        if (static_cast<std::int64_t>(recent_.size()) > remembered) {
            recent_.pop_front();
        }
    }
    out.push_back(std::move(frame));
}

} // namespace ecg::acquire
