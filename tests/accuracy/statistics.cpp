#include "accuracy/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ecg::accuracy {
namespace {

std::vector<double> sizes(std::span<const double> values) {
    std::vector<double> out;
    for (const double v : values) {
        out.push_back(std::abs(v));
    }
    return out;
}

} // namespace

std::optional<double> mean_of(std::span<const double> values) {
    if (values.empty()) {
        return std::nullopt;
    }
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::optional<double> sd_of(std::span<const double> values) {
    if (values.size() < 2) {
        return std::nullopt;
    }
    const double mean = *mean_of(values);
    double squares = 0;
    for (const double v : values) {
        squares += (v - mean) * (v - mean);
    }
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

std::optional<double> mean_size(std::span<const double> values) {
    return mean_of(sizes(values));
}

std::optional<double> size_90(std::span<const double> values) {
    if (values.empty()) {
        return std::nullopt;
    }
    std::vector<double> all = sizes(values);
    std::sort(all.begin(), all.end());
    return all[static_cast<std::size_t>(0.9 * static_cast<double>(all.size() - 1))];
}

std::optional<double> median_of(std::vector<double> values) {
    if (values.empty()) {
        return std::nullopt;
    }
    std::sort(values.begin(), values.end());
    const std::size_t n = values.size();
    return (values[(n - 1) / 2] + values[n / 2]) / 2;
}

} // namespace ecg::accuracy
