// Where a sample stands in time.
#pragma once

#include "common/units.hpp"

#include <cmath>
#include <cstdint>

namespace ecg {

/// How many samples a second; always positive.
class SampleRate {
public:
    explicit constexpr SampleRate(Hertz rate) : rate_{rate} {}

    [[nodiscard]] constexpr double hertz() const { return rate_.value; }

    [[nodiscard]] constexpr Seconds period() const { return Seconds{1.0 / rate_.value}; }

    /// When sample index (it may be fractional) was taken, counted from sample 0.
    [[nodiscard]] constexpr Seconds time_of(double index) const {
        return Seconds{index / rate_.value};
    }

    /// The number of samples in span, rounded.
    [[nodiscard]] std::int64_t samples_in(Seconds span) const {
        return std::llround(span.count() * rate_.value);
    }

    friend constexpr bool operator==(const SampleRate& a, const SampleRate& b) {
        return a.rate_.value == b.rate_.value;
    }

private:
    Hertz rate_;
};

} // namespace ecg
