#include "dsp/cubic_spline.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace ecg::dsp {
namespace {

/// The second derivative at each point; zero at both ends. Thomas's elimination.
std::vector<double> curvatures(std::span<const double> x, std::span<const double> y) {
    const std::size_t n = x.size();
    std::vector<double> second(n, 0.0);
    std::vector<double> upper(n, 0.0);
    for (std::size_t i = 1; i + 1 < n; ++i) {
        const double left = x[i] - x[i - 1];
        const double right = x[i + 1] - x[i];
        const double bend = 6 * ((y[i + 1] - y[i]) / right - (y[i] - y[i - 1]) / left);
        const double pivot = 2 * (left + right) - left * upper[i - 1];
        upper[i] = right / pivot;
        second[i] = (bend - left * second[i - 1]) / pivot;
    }
    for (std::size_t i = n - 1; i-- > 1;) {
        second[i] -= upper[i] * second[i + 1];
    }
    return second;
}

} // namespace

std::vector<double> cubic_spline(std::span<const double> x, std::span<const double> y,
                                 std::span<const double> wanted) {
    assert(x.size() == y.size() && x.size() >= 2);
    const std::vector<double> second = curvatures(x, y);
    std::vector<double> values;
    values.reserve(wanted.size());
    for (const double at : wanted) {
        assert(at >= x.front() && at <= x.back());
        const auto above = std::upper_bound(x.begin() + 1, x.end() - 1, at);
        const auto i = static_cast<std::size_t>(above - x.begin());
        const double width = x[i] - x[i - 1];
        const double a = (x[i] - at) / width;
        const double b = 1 - a;
        values.push_back(a * y[i - 1] + b * y[i] +
                         ((a * a * a - a) * second[i - 1] + (b * b * b - b) * second[i]) * width *
                             width / 6);
    }
    return values;
}

} // namespace ecg::dsp
