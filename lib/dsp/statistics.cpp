#include "dsp/statistics.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace ecg::dsp {

double quantile(std::vector<double> values, double share) {
    assert(!values.empty());
    const double place = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::ptrdiff_t>(place);
    const auto middle = values.begin() + below;
    std::nth_element(values.begin(), middle, values.end());
    const double rest = place - static_cast<double>(below);
    if (rest <= 0 || middle + 1 == values.end()) {
        return *middle;
    }
    return *middle + rest * (*std::min_element(middle + 1, values.end()) - *middle);
}

double median(std::vector<double> values) {
    return quantile(std::move(values), 0.5);
}

double robust_deviation(std::vector<double> values) {
    const double centre = median(values);
    for (double& v : values) {
        v = std::abs(v - centre);
    }
    constexpr double normal_consistency = 1.4826; // MAD of a normal distribution is 0.6745 sigma
    return normal_consistency * median(std::move(values));
}

double mean(std::span<const double> values) {
    assert(!values.empty());
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double correlation(std::span<const double> a, std::span<const double> b) {
    assert(a.size() == b.size());
    if (a.empty()) {
        return 0;
    }
    const double mean_a = mean(a);
    const double mean_b = mean(b);
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += (a[i] - mean_a) * (b[i] - mean_b);
        aa += (a[i] - mean_a) * (a[i] - mean_a);
        bb += (b[i] - mean_b) * (b[i] - mean_b);
    }
    return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

Line fit_line(std::span<const double> x, std::span<const double> y) {
    assert(x.size() == y.size() && x.size() >= 2);
    const double mean_x = mean(x);
    const double mean_y = mean(y);
    double xy = 0;
    double xx = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xy += (x[i] - mean_x) * (y[i] - mean_y);
        xx += (x[i] - mean_x) * (x[i] - mean_x);
    }
    assert(xx > 0);
    const double slope = xy / xx;
    return {mean_y - slope * mean_x, slope};
}

} // namespace ecg::dsp
