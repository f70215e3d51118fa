// Numbers that carry their unit in their type.
#pragma once

#include <chrono>
#include <compare>

namespace ecg {

using Seconds = std::chrono::duration<double>;
using Milliseconds = std::chrono::duration<double, std::milli>;

/// A number with a unit. Only like units add, subtract and compare.
template <class Unit> struct Quantity {
    double value{};

    friend constexpr auto operator<=>(Quantity, Quantity) = default;

    friend constexpr Quantity operator+(Quantity a, Quantity b) { return {a.value + b.value}; }

    friend constexpr Quantity operator-(Quantity a, Quantity b) { return {a.value - b.value}; }

    friend constexpr Quantity operator-(Quantity a) { return {-a.value}; }

    friend constexpr Quantity operator*(Quantity a, double factor) { return {a.value * factor}; }

    friend constexpr double operator/(Quantity a, Quantity b) { return a.value / b.value; }
};

using Millivolts = Quantity<struct MillivoltUnit>;
using Hertz = Quantity<struct HertzUnit>;
using BeatsPerMinute = Quantity<struct BeatsPerMinuteUnit>;
using Degrees = Quantity<struct DegreeUnit>;
using Millimetres = Quantity<struct MillimetreUnit>;

namespace literals {
using namespace std::chrono_literals;

constexpr Millivolts operator""_mV(long double v) {
    return {static_cast<double>(v)};
}

constexpr Hertz operator""_Hz(long double v) {
    return {static_cast<double>(v)};
}

constexpr BeatsPerMinute operator""_bpm(long double v) {
    return {static_cast<double>(v)};
}

constexpr Degrees operator""_deg(long double v) {
    return {static_cast<double>(v)};
}

constexpr Millimetres operator""_mm(long double v) {
    return {static_cast<double>(v)};
}
} // namespace literals

} // namespace ecg
