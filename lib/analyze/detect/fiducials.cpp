#include "analyze/detect/fiducials.hpp"

#include "dsp/resample.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ecg::analyze {
namespace {

constexpr double reach = 0.08;   // s to each side of the peak of activity
constexpr double beside = 0.2;   // s to each side that tell a lead's level at a beat
constexpr double width = 0.012;  // s, of the Gaussian whose curvature has the exact time
constexpr double opposite = 0.5; // what a deflection against a lead's usual direction counts

using Range = std::pair<std::size_t, std::size_t>; // first, one behind the last

Range around(std::size_t index, std::size_t span, std::size_t size) {
    return {index > span ? index - span : 0, std::min(size, index + span + 1)};
}

/// A lead near one beat, at the rate of activity: deflections from its level there, mV.
struct Deflections {
    std::size_t first = 0; ///< index of activity
    std::vector<double> values;
};

class LeadView {
public:
    LeadView(const std::vector<double>& samples, const Activity& activity)
        : samples_{samples}, size_{activity.total.size()}, step_{samples.size() /
                                                                 std::max<std::size_t>(1, size_)},
          span_{static_cast<std::size_t>(reach * activity.rate_hz)},
          beside_{static_cast<std::size_t>(beside * activity.rate_hz)} {}

    [[nodiscard]] Deflections near(std::size_t beat) {
        const auto [from, to] = around(beat, beside_, size_);
        sorted_.clear();
        for (std::size_t i = from; i < to; ++i) {
            sorted_.push_back(at(i));
        }
        const auto middle = sorted_.begin() + static_cast<std::ptrdiff_t>(sorted_.size() / 2);
        std::nth_element(sorted_.begin(), middle, sorted_.end());
        const double level = *middle;
        const auto [first, end] = around(beat, span_, size_);
        Deflections out{first, {}};
        for (std::size_t i = first; i < end; ++i) {
            out.values.push_back(at(i) - level);
        }
        return out;
    }

private:
    [[nodiscard]] double at(std::size_t i) const { return samples_[i * step_ + step_ / 2]; }

    const std::vector<double>& samples_;
    std::size_t size_;
    std::size_t step_;
    std::size_t span_;
    std::size_t beside_;
    std::vector<double> sorted_;
};

/// By lead and beat.
std::vector<std::vector<Deflections>> all_deflections(const FilteredRecording& clean,
                                                      const Activity& a,
                                                      const std::vector<std::size_t>& beats) {
    std::vector<std::vector<Deflections>> out;
    for (const LeadActivity& lead : a.leads) {
        LeadView view{clean.leads[lead.index].samples, a};
        std::vector<Deflections> one;
        one.reserve(beats.size());
        for (const std::size_t b : beats) {
            one.push_back(view.near(b));
        }
        out.push_back(std::move(one));
    }
    return out;
}

/// +1 or -1: where the main deflections of a lead's beats point.
double direction_of(const std::vector<Deflections>& beats) {
    double sum = 0;
    for (const Deflections& d : beats) {
        const auto [low, high] = std::minmax_element(d.values.begin(), d.values.end());
        sum += *high + *low;
    }
    return sum < 0 ? -1 : 1;
}

/// The curvature of x around at, by the second derivative of a Gaussian; positive on a summit.
double curvature(const std::vector<double>& x, const std::vector<double>& taps, std::ptrdiff_t at) {
    const auto half = static_cast<std::ptrdiff_t>(taps.size() / 2);
    const auto last = static_cast<std::ptrdiff_t>(x.size()) - 1;
    double sum = 0;
    for (std::ptrdiff_t k = -half; k <= half; ++k) {
        sum += taps[static_cast<std::size_t>(k + half)] *
               x[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(at + k, 0, last))];
    }
    return sum;
}

std::vector<double> curvature_taps(double rate) {
    const double sigma = width * rate;
    const auto half = static_cast<std::ptrdiff_t>(std::ceil(3 * sigma));
    std::vector<double> taps;
    double sum = 0;
    for (std::ptrdiff_t k = -half; k <= half; ++k) {
        const double t = static_cast<double>(k) / sigma;
        taps.push_back((1 - t * t) * std::exp(-t * t / 2));
        sum += taps.back();
    }
    for (double& tap : taps) {
        tap -= sum / static_cast<double>(taps.size()); // a level has no curvature
    }
    return taps;
}

} // namespace

std::vector<Seconds> fiducials(const FilteredRecording& clean, const Activity& a,
                               const std::vector<std::size_t>& beats) {
    const double rate = clean.rate.hertz();
    const auto taps = curvature_taps(rate);
    const auto near = static_cast<std::ptrdiff_t>(std::ceil(1.2 * rate / a.rate_hz)) + 1;
    const auto deflections = all_deflections(clean, a, beats);
    std::vector<double> directions;
    directions.reserve(a.leads.size());
    for (const auto& lead : deflections) {
        directions.push_back(direction_of(lead));
    }
    std::vector<Seconds> times;
    std::vector<double> power;
    for (std::size_t b = 0; b < beats.size(); ++b) {
        power.assign(deflections.front()[b].values.size(), 0);
        for (std::size_t l = 0; l < a.leads.size(); ++l) {
            const auto weight = static_cast<double>(a.leads[l].weights[beats[b] / a.block]);
            for (std::size_t i = 0; i < power.size(); ++i) {
                const double v = directions[l] * deflections[l][b].values[i];
                power[i] += weight * (v > 0 ? v * v : opposite * v * v);
            }
        }
        const auto peak =
            static_cast<std::size_t>(std::max_element(power.begin(), power.end()) - power.begin());
        const double index = static_cast<double>(deflections.front()[b].first + peak);
        const std::ptrdiff_t first = std::llround((a.offset_s + index / a.rate_hz) * rate) - near;
        std::vector<double> fine(static_cast<std::size_t>(2 * near + 1));
        for (std::size_t l = 0; l < a.leads.size(); ++l) {
            const double side = deflections[l][b].values[peak] < 0 ? -1 : 1;
            const auto weight = static_cast<double>(a.leads[l].weights[beats[b] / a.block]);
            for (std::size_t k = 0; k < fine.size(); ++k) {
                const double v = side * curvature(clean.leads[a.leads[l].index].samples, taps,
                                                  first + static_cast<std::ptrdiff_t>(k));
                fine[k] += v > 0 ? weight * v * v : 0;
            }
        }
        const auto top = std::max_element(fine.begin() + 1, fine.end() - 1) - fine.begin();
        times.push_back(clean.start +
                        Seconds{(static_cast<double>(first) +
                                 dsp::parabola_peak(fine, static_cast<std::size_t>(top))) /
                                rate});
    }
    return times;
}

} // namespace ecg::analyze
