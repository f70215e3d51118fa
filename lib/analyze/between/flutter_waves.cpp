#include "analyze/between/flutter_waves.hpp"

#include "dsp/resample.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

namespace ecg::analyze {
namespace {

constexpr Seconds look_length{10};
constexpr Seconds least_length{5};
constexpr Seconds shortest_lag{0.165}; // 364 a minute
constexpr Seconds longest_lag{0.285};  // 211 a minute
constexpr Seconds least_free{1.3};     // own: outside the QRS complexes
constexpr double least_pairs = 0.05;   // own: of the free samples have a free partner at the lag

/// The slopes of the free samples of a look, by lead, without their mean.
struct Slopes {
    std::vector<std::vector<double>> leads;
    std::vector<bool> free;
    double count = 0; ///< of the free samples
};

Slopes slopes_of(const SlowSignal& signal, std::size_t from, std::size_t to) {
    Slopes slopes;
    const auto in_qrs = [&](std::size_t i) { return i < signal.size() && signal.in_qrs[i]; };
    for (std::size_t i = from; i < to; ++i) { // a slope has two ends
        slopes.free.push_back(!in_qrs(i) && !in_qrs(i + 1) && (i == 0 || !in_qrs(i - 1)));
        slopes.count += slopes.free.back() ? 1 : 0;
    }
    for (const auto& lead : signal.leads) {
        std::vector<double> own(to - from);
        double sum = 0;
        for (std::size_t i = from; i < to; ++i) {
            if (slopes.free[i - from]) {
                own[i - from] = lead[std::min(i + 1, lead.size() - 1)] - lead[i > 0 ? i - 1 : 0];
                sum += own[i - from];
            }
        }
        for (std::size_t k = 0; k < own.size(); ++k) {
            own[k] -= slopes.free[k] ? sum / slopes.count : 0;
        }
        slopes.leads.push_back(std::move(own));
    }
    return slopes;
}

/// How alike slopes are that lie lag samples apart: 1 when equal; absent with too few pairs.
std::optional<double> repetition(const Slopes& slopes, std::size_t lag) {
    double pairs = 0;
    double products = 0;
    double squares = 0;
    for (std::size_t i = 0; i + lag < slopes.free.size(); ++i) {
        if (!slopes.free[i] || !slopes.free[i + lag]) {
            continue;
        }
        pairs += 1;
        for (const auto& lead : slopes.leads) {
            products += lead[i] * lead[i + lag];
            squares += lead[i] * lead[i] + lead[i + lag] * lead[i + lag];
        }
    }
    if (pairs < least_pairs * slopes.count || squares <= 0) {
        return std::nullopt;
    }
    return 2 * products / squares;
}

/// Samples [from, to).
std::optional<FlutterLook> look_at(const SlowSignal& signal, std::size_t from, std::size_t to) {
    const Slopes slopes = slopes_of(signal, from, to);
    if (slopes.count < least_free.count() * signal.rate_hz) {
        return std::nullopt;
    }
    const auto first = static_cast<std::size_t>(shortest_lag.count() * signal.rate_hz);
    const auto last = static_cast<std::size_t>(std::ceil(longest_lag.count() * signal.rate_hz));
    std::vector<double> by_lag;
    for (std::size_t lag = first; lag <= last; ++lag) {
        by_lag.push_back(repetition(slopes, lag).value_or(-1));
    }
    const auto best =
        static_cast<std::size_t>(std::max_element(by_lag.begin(), by_lag.end()) - by_lag.begin());
    if (best == 0 || best + 1 == by_lag.size()) {
        return std::nullopt; // no lag of these is the best around
    }
    const double peak = dsp::parabola_peak(by_lag, best);
    const double lag = static_cast<double>(first) + peak;
    const auto twice = static_cast<std::size_t>(std::round(2 * lag));
    FlutterLook look;
    look.rate = BeatsPerMinute{60 * signal.rate_hz / lag};
    look.once = by_lag[best] - 0.25 * (by_lag[best - 1] - by_lag[best + 1]) *
                                   (peak - static_cast<double>(best)); // at the parabola's top
    look.twice = repetition(slopes, twice).value_or(-1);
    return look;
}

} // namespace

std::vector<FlutterLook> look_for_flutter(const SlowSignal& signal, Stretch over) {
    std::vector<FlutterLook> looks;
    for (Seconds from = over.from; over.to - from >= least_length; from += look_length) {
        const Seconds to = std::min(from + look_length, over.to);
        if (auto look = look_at(signal, signal.sample_at(from), signal.sample_at(to) + 1)) {
            look->over = {from, to};
            looks.push_back(*look);
        }
    }
    return looks;
}

} // namespace ecg::analyze
