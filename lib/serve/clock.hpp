// The one source of time in the server; tests bring their own.
#pragma once

#include "serve/store/records.hpp"

#include <chrono>
#include <functional>

namespace ecg::serve {

/// Safe to be called from any number of threads.
using Clock = std::function<Moment()>;

constexpr Moment operator+(Moment moment, std::chrono::microseconds span) {
    return {moment.microseconds + span.count()};
}

constexpr Moment operator-(Moment moment, std::chrono::microseconds span) {
    return {moment.microseconds - span.count()};
}

constexpr std::chrono::microseconds operator-(Moment later, Moment earlier) {
    return std::chrono::microseconds{later.microseconds - earlier.microseconds};
}

/// Whole seconds since 1970, as tokens and links count them.
constexpr std::int64_t seconds_of(Moment moment) {
    return moment.microseconds / 1'000'000;
}

constexpr Moment moment_of(std::int64_t seconds) {
    return {seconds * 1'000'000};
}

/// Reads the system's clock, and never gives less than before: where that is set back, time goes
/// on from where it was, at the pace of a clock that nobody sets.
Clock forward_clock();

/// The same from two given clocks: the one that people set, and one that only runs.
Clock forward_clock(Clock set, std::function<std::chrono::microseconds()> running);

} // namespace ecg::serve
