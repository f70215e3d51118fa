// NN intervals and beats for the tests of heart rate variability.
#pragma once

#include "analyze/measure/nn_intervals.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

namespace ecg::test {

/// Normal beats that lie these many milliseconds apart, the first at 1 s.
inline Beats beats_apart(const std::vector<double>& rr_ms) {
    Beats beats{Beat{Seconds{1}}};
    for (const double rr : rr_ms) {
        beats.push_back(Beat{beats.back().time + Milliseconds{rr}});
    }
    return beats;
}

/// These NN intervals on end.
inline std::vector<analyze::NnInterval> unbroken(const std::vector<double>& nn_ms) {
    std::vector<analyze::NnInterval> intervals;
    Seconds end{0};
    for (const double nn : nn_ms) {
        end += Milliseconds{nn};
        intervals.push_back({end, Milliseconds{nn}, !intervals.empty()});
    }
    return intervals;
}

/// Beats whose RR is 1000 ms plus what change says, in ms, for the time in s at its end.
inline Beats changing(const std::function<double(double)>& change, Seconds duration) {
    Beats beats{Beat{Seconds{0.4}}};
    for (;;) {
        const double t = beats.back().time.count();
        double next = t + 1;
        for (int i = 0; i < 30; ++i) {
            next = t + 1 + change(next) / 1000;
        }
        if (next >= duration.count()) {
            return beats;
        }
        beats.push_back(Beat{Seconds{next}});
    }
}

inline double wave(double amplitude, double hz, double t) {
    return amplitude * std::sin(2 * std::numbers::pi * hz * t);
}

/// RR = 1000 + amplitude sin(2 pi hz t) ms.
inline Beats breathing(double amplitude_ms, double hz, Seconds duration) {
    return changing([=](double t) { return wave(amplitude_ms, hz, t); }, duration);
}

/// NN intervals by a rule that another program can follow: slow and quick waves, and a scatter.
/// The figures in the tests are those of numpy 1.24 and scipy 1.10 for the same.
inline std::vector<double> known_series(int count) {
    std::vector<double> nn;
    for (int n = 0; n < count; ++n) {
        const double i = n;
        nn.push_back(900 + 40 * std::sin(0.6 * i) + 25 * std::sin(1.7 * i + 1) +
                     60 * std::sin(0.02 * i) +
                     static_cast<double>((n * n * 7919LL + n * 104729LL) % 31 - 15));
    }
    return nn;
}

/// To 0.1 %, as the comparisons with other programs ask for.
inline Approx close_to(double value) {
    return Approx(value).epsilon(0.001);
}

} // namespace ecg::test
