#include "analyze/delineate/curves.hpp"

#include "dsp/filters.hpp"
#include "dsp/principal.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::analyze {
namespace {

constexpr Seconds slope_reach{0.004};     // to each side
constexpr Hertz slow_waves{40};           // P and T have nothing above
constexpr std::size_t qrs_directions = 3; // a moving dipole has three

std::vector<std::vector<double>> centred(const LeadRows& rows, const std::vector<double>& level,
                                         Stretch where) {
    std::vector<std::vector<double>> part;
    for (std::size_t l = 0; l < rows.leads.size(); ++l) {
        const auto piece = rows.leads[l].subspan(where.from, where.to - where.from);
        part.emplace_back(piece.begin(), piece.end());
        for (double& v : part.back()) {
            v -= level[l];
        }
    }
    return part;
}

std::vector<std::vector<double>> directions(const LeadRows& rows, const std::vector<double>& level,
                                            Stretch where, std::size_t count) {
    const auto part = centred(rows, level, where);
    std::vector<std::span<const double>> views(part.begin(), part.end());
    return dsp::principal_directions(views, count);
}

std::vector<double> along(const LeadRows& rows, const std::vector<double>& level,
                          const std::vector<double>& direction) {
    std::vector<double> curve(rows.leads.front().size());
    for (std::size_t l = 0; l < rows.leads.size(); ++l) {
        for (std::size_t i = 0; i < curve.size(); ++i) {
            curve[i] += direction[l] * (rows.leads[l][i] - level[l]);
        }
    }
    return curve;
}

} // namespace

std::vector<double> speed_of(const LeadRows& rows) {
    const auto reach =
        static_cast<std::ptrdiff_t>(std::max(1.0, std::round(slope_reach.count() * rows.rate_hz)));
    const auto n = static_cast<std::ptrdiff_t>(rows.leads.front().size());
    std::vector<double> speed(static_cast<std::size_t>(n));
    double norm = 0; // of the least-squares slope over 2 reach + 1 samples
    for (std::ptrdiff_t k = 1; k <= reach; ++k) {
        norm += 2.0 * static_cast<double>(k * k);
    }
    for (const auto& lead : rows.leads) {
        for (std::ptrdiff_t i = 0; i < n; ++i) {
            double slope = 0;
            for (std::ptrdiff_t k = 1; k <= reach; ++k) {
                const auto right = static_cast<std::size_t>(std::min(n - 1, i + k));
                const auto left = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, i - k));
                slope += static_cast<double>(k) * (lead[right] - lead[left]);
            }
            speed[static_cast<std::size_t>(i)] += (slope / norm) * (slope / norm);
        }
    }
    for (double& v : speed) {
        v = std::sqrt(v);
    }
    return speed;
}

std::vector<double> level_of(const LeadRows& rows, Stretch where) {
    std::vector<double> level;
    for (const auto& lead : rows.leads) {
        double sum = 0;
        for (std::size_t i = where.from; i < where.to; ++i) {
            sum += lead[i];
        }
        level.push_back(sum / static_cast<double>(where.to - where.from));
    }
    return level;
}

std::vector<double> distance_from(const LeadRows& rows, const std::vector<double>& level,
                                  Stretch where) {
    std::vector<double> squares(rows.leads.front().size());
    for (const auto& direction : directions(rows, level, where, qrs_directions)) {
        const std::vector<double> curve = along(rows, level, direction);
        for (std::size_t i = 0; i < squares.size(); ++i) {
            squares[i] += curve[i] * curve[i];
        }
    }
    for (double& v : squares) {
        v = std::sqrt(v);
    }
    return squares;
}

std::vector<double> strongest_curve(const LeadRows& rows, const std::vector<double>& level,
                                    Stretch where) {
    std::vector<double> curve = along(rows, level, directions(rows, level, where, 1).front());
    if (rows.rate_hz > 4 * slow_waves.value) {
        const auto pad = static_cast<std::size_t>(rows.rate_hz / slow_waves.value);
        dsp::filter_zero_phase(dsp::butterworth_low_pass(2, slow_waves, Hertz{rows.rate_hz}), curve,
                               pad);
    }
    return curve;
}

Stretch quietest(const std::vector<double>& values, Stretch where, std::size_t length) {
    double sum = 0;
    for (std::size_t i = where.from; i < where.from + length; ++i) {
        sum += values[i];
    }
    double least = sum;
    std::size_t best = where.from;
    for (std::size_t i = where.from + 1; i + length <= where.to; ++i) {
        sum += values[i + length - 1] - values[i - 1];
        if (sum <= least) {
            least = sum;
            best = i;
        }
    }
    return {best, best + length};
}

} // namespace ecg::analyze
