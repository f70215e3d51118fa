#include "accuracy/calibration.hpp"

#include "accuracy/match_points.hpp"
#include "accuracy/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::accuracy {
namespace {

constexpr double one_sigma = 0.6827; // of a normal distribution lie within it

} // namespace

std::optional<double> Calibration::share_inside() const {
    if (errors_.empty()) {
        return std::nullopt;
    }
    const auto inside = std::count_if(errors_.begin(), errors_.end(), [](const auto& e) {
        return std::abs(e.error_ms) <= e.sigma_ms;
    });
    return 100 * static_cast<double>(inside) / static_cast<double>(errors_.size());
}

std::optional<double> Calibration::median_sigma_ms() const {
    std::vector<double> sigmas;
    for (const UncertainError& error : errors_) {
        sigmas.push_back(error.sigma_ms);
    }
    return median_of(sigmas);
}

std::optional<double> Calibration::usual_error_ms() const {
    if (errors_.empty()) {
        return std::nullopt;
    }
    std::vector<double> sizes;
    for (const UncertainError& error : errors_) {
        sizes.push_back(std::abs(error.error_ms));
    }
    std::sort(sizes.begin(), sizes.end());
    return sizes[static_cast<std::size_t>(one_sigma * static_cast<double>(sizes.size() - 1))];
}

void add_calibration(Calibrations& all, const PointLists& reference, const UncertainPoints& found) {
    for (std::size_t point = 0; point < point_count; ++point) {
        std::vector<double> times;
        for (const UncertainPoint& one : found.at(point)) {
            times.push_back(one.time);
        }
        for (const auto& match : match_points(reference.at(point), times).of_reference) {
            if (match) {
                all.at(point).add({match->error_ms, found.at(point)[match->found].sigma_ms});
            }
        }
    }
}

} // namespace ecg::accuracy
