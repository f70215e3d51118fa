#include "acquire/stream/measure_rate.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::acquire {
namespace {

constexpr Seconds shortest{0.2};
constexpr double worst_error = 0.005; // one standard error, relative

} // namespace

std::optional<Hertz> measure_rate(const std::vector<Arrival>& arrivals) {
    if (arrivals.size() < 3 || arrivals.back().moment - arrivals.front().moment < shortest) {
        return std::nullopt;
    }
    const auto count = static_cast<double>(arrivals.size());
    double x = 0;
    double y = 0;
    for (const Arrival& a : arrivals) {
        x += static_cast<double>(a.index) / count;
        y += a.moment.count() / count;
    }
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (const Arrival& a : arrivals) {
        const double dx = static_cast<double>(a.index) - x;
        const double dy = a.moment.count() - y;
        xx += dx * dx;
        xy += dx * dy;
        yy += dy * dy;
    }
    if (xx <= 0 || xy <= 0) {
        return std::nullopt;
    }
    const double period = xy / xx;
    const double error = std::sqrt(std::max(0.0, yy - period * xy) / (count - 2) / xx);
    return error < worst_error * period ? std::optional{Hertz{1 / period}} : std::nullopt;
}

} // namespace ecg::acquire
