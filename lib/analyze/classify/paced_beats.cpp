#include "analyze/classify/paced_beats.hpp"

#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <utility>

namespace ecg::analyze {
namespace {

constexpr double lowest_rate = 250; // Hz: below, a spike may fall between two samples
constexpr double lasts = 0.004;     // s at most, from the level before to the spike's top
constexpr double beside = 0.010;    // s before the spike, and behind it
constexpr double smallest = 0.15;   // mV
constexpr double quiet = 0.35;      // of the spike: how far the signal moves before it
constexpr double goes_on = 0.3;     // … and on in its direction behind it, as a QRS does
constexpr double earliest = 0.25;   // s before the fiducial
constexpr double latest = 0.04;     // what is nearer may be a notch of the QRS
constexpr double apart = 0.02;      // s: what is nearer to each other is one spike
constexpr double tolerance = 0.012; // s that a spike's distance may differ
constexpr double drawn = 0.03;      // s that a fiducial may lie from a spike taken for the QRS
constexpr double fewest = 4;        // beats
constexpr double least_share = 0.4; // of the beats

struct Spike {
    std::size_t beat = 0;
    double distance = 0; ///< s before the fiducial
    double height = 0;   ///< mV
};

/// Looks for sudden jumps in one lead.
class Jumps {
public:
    Jumps(std::span<const double> lead, double rate_hz)
        : lead_{lead}, lasts_{samples(lasts, rate_hz)}, beside_{samples(beside, rate_hz)} {}

    /// mV of the jump that begins behind sample i; 0 when there is none.
    [[nodiscard]] double height_at(std::size_t i) const {
        if (i < beside_ || i + lasts_ + beside_ >= lead_.size()) {
            return 0;
        }
        double jump = 0;
        for (std::size_t k = i + 1; k <= i + lasts_; ++k) {
            const double step = lead_[k] - lead_[i];
            jump = std::abs(step) > std::abs(jump) ? step : jump;
        }
        const double height = std::abs(jump);
        return height >= smallest && was_quiet(i, quiet * height) &&
                       stops(i, jump, goes_on * height)
                   ? height
                   : 0;
    }

private:
    static std::size_t samples(double seconds, double rate_hz) {
        return static_cast<std::size_t>(std::max(1.0, std::round(seconds * rate_hz)));
    }

    [[nodiscard]] bool was_quiet(std::size_t i, double most) const {
        const auto before = lead_.subspan(i - beside_, beside_ + 1);
        const auto [low, high] = std::minmax_element(before.begin(), before.end());
        return *high - *low < most;
    }

    [[nodiscard]] bool stops(std::size_t i, double jump, double most) const {
        const double top = lead_[i] + jump;
        const auto behind = lead_.subspan(i + lasts_, beside_ + 1);
        return std::all_of(behind.begin(), behind.end(),
                           [&](double v) { return (jump > 0 ? v - top : top - v) < most; });
    }

    std::span<const double> lead_;
    std::size_t lasts_;
    std::size_t beside_;
};

/// The highest of the spikes that stand close together, before one beat.
void add_spikes(std::vector<Spike>& spikes, const std::vector<Jumps>& leads, double fiducial,
                std::size_t beat, double rate_hz) {
    const double from = std::max(0.0, fiducial - earliest * rate_hz);
    const double to = fiducial + drawn * rate_hz;
    const std::size_t first = spikes.size();
    for (double at = std::ceil(from); at <= to; ++at) {
        double height = 0;
        for (const Jumps& lead : leads) {
            height = std::max(height, lead.height_at(static_cast<std::size_t>(at)));
        }
        if (height == 0) {
            continue;
        }
        const Spike spike{beat, (fiducial - at) / rate_hz, height};
        if (spikes.size() == first || spikes.back().distance - spike.distance > apart) {
            spikes.push_back(spike);
        } else if (height > spikes.back().height) {
            spikes.back() = spike;
        }
    }
}

/// The beats that have a spike about so long before them.
std::vector<bool> beats_with(const std::vector<Spike>& spikes, double distance,
                             std::size_t beat_count) {
    std::vector<bool> with(beat_count);
    for (const Spike& spike : spikes) {
        if (std::abs(spike.distance - distance) <= tolerance) {
            with[spike.beat] = true;
        }
    }
    return with;
}

/// The distance that most beats have in common; absent when they are too few.
std::optional<double> usual_distance(const std::vector<Spike>& spikes, std::size_t beat_count) {
    std::optional<double> usual;
    auto most = static_cast<std::ptrdiff_t>(
        std::max(fewest, std::ceil(least_share * static_cast<double>(beat_count))) - 1);
    for (const Spike& spike : spikes) {
        const auto with = beats_with(spikes, spike.distance, beat_count);
        const auto count = std::count(with.begin(), with.end(), true);
        if (spike.distance >= latest && count > most) {
            most = count;
            usual = spike.distance;
        }
    }
    return usual;
}

double usual_height(const std::vector<Spike>& spikes, double distance) {
    std::vector<double> heights;
    for (const Spike& spike : spikes) {
        if (std::abs(spike.distance - distance) <= tolerance) {
            heights.push_back(spike.height);
        }
    }
    return dsp::median(std::move(heights));
}

} // namespace

std::vector<bool> find_paced(const FilteredRecording& clean, const Beats& beats) {
    if (clean.recorded.hertz() < lowest_rate) {
        return std::vector<bool>(beats.size());
    }
    const double rate_hz = clean.rate.hertz();
    std::vector<Jumps> leads;
    for (std::size_t l = 0; l < clean.leads.size(); ++l) {
        if (clean.quality[l].verdict != Verdict::bad) {
            leads.emplace_back(clean.leads[l].samples, rate_hz);
        }
    }
    std::vector<Spike> spikes;
    for (std::size_t b = 0; b < beats.size(); ++b) {
        add_spikes(spikes, leads, (beats[b].time - clean.start).count() * rate_hz, b, rate_hz);
    }
    const auto distance = usual_distance(spikes, beats.size());
    if (!distance) {
        return std::vector<bool>(beats.size());
    }
    std::vector<bool> paced = beats_with(spikes, *distance, beats.size());
    const double height = usual_height(spikes, *distance);
    for (const Spike& spike : spikes) { // a high one may draw the fiducial to itself
        if (std::abs(spike.distance) <= drawn && spike.height >= height / 2) {
            paced[spike.beat] = true;
        }
    }
    return paced;
}

} // namespace ecg::analyze
