#include "analyze/filter/repeated_samples.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace ecg::analyze {
namespace {

constexpr Seconds shortest{0.1};
constexpr double jump_height = 0.03; // of the lead's height
constexpr double jump_counts = 3;    // steps of the converter
constexpr double jump_sudden = 2;    // times the step beside it: a wave's foot rises by degrees
constexpr Hertz often{20.0 / 60};    // stretches of any kind: slower than any heart's pauses

struct Stretch {
    std::size_t first;
    std::size_t end;
};

/// Stretches of equal samples, at least length of them: one look at every length-th sample meets
/// each of them.
std::vector<Stretch> level_stretches(std::span<const double> x, std::size_t length) {
    std::vector<Stretch> stretches;
    for (std::size_t i = 0; i < x.size();) {
        std::size_t first = i;
        std::size_t end = i + 1;
        while (first > 0 && x[first - 1] == x[i]) { // NaN equals nothing
            --first;
        }
        while (end < x.size() && x[end] == x[i]) {
            ++end;
        }
        if (end - first >= length) {
            stretches.push_back({first, end});
        }
        i = std::max(i + length, end);
    }
    return stretches;
}

/// The smallest step between neighbours: a count of the converter, or next to nothing.
double smallest_step(std::span<const double> x) {
    double smallest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < x.size(); ++i) {
        const double step = std::abs(x[i] - x[i - 1]);
        smallest = step > 0 && step < smallest ? step : smallest;
    }
    return smallest;
}

/// Whether the signal jumps out of the stretch and goes on gently, as no wave's foot does.
bool ends_in_jump(std::span<const double> x, const Stretch& s, double least) {
    if (s.end + 1 >= x.size()) {
        return false;
    }
    const double step = std::abs(x[s.end] - x[s.end - 1]);
    const double next = std::abs(x[s.end + 1] - x[s.end]);
    return step > least && !(jump_sudden * next > step);
}

} // namespace

// A noiseless drawing is level between T and P as well, once a beat. What tells a dropout from
// that is that it ends in a jump, or that level stretches are rare.
double repeated_share(std::span<const double> samples, Hertz rate, double height) {
    const auto length = static_cast<std::size_t>(std::ceil(shortest.count() * rate.value));
    const auto stretches = level_stretches(samples, std::max<std::size_t>(length, 3));
    if (stretches.empty()) {
        return 0;
    }
    const double least = std::max(jump_height * height, jump_counts * smallest_step(samples));
    const double seconds = static_cast<double>(samples.size()) / rate.value;
    const bool rare = static_cast<double>(stretches.size()) < often.value * seconds;
    std::size_t repeated = 0;
    for (const Stretch& s : stretches) {
        repeated += rare || ends_in_jump(samples, s, least) ? s.end - s.first : 0;
    }
    return static_cast<double>(repeated) / static_cast<double>(samples.size());
}

} // namespace ecg::analyze
