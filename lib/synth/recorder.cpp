#include "synth/recorder.hpp"

#include "synth/electrodes.hpp"
#include "synth/exact_math.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ecg::synth {
namespace {

struct Range {
    std::int64_t begin = 0;
    std::int64_t end = 0;
};

/// The part of first … first + count that lies in the time of off; empty when begin >= end.
Range overlap(const ElectrodeOff& off, std::int64_t first, std::int64_t count, Hertz rate) {
    const auto last = static_cast<double>(first + count);
    const auto index = [&](Seconds t) {
        return static_cast<std::int64_t>(std::min(std::ceil(t.count() * rate.value), last));
    };
    return {std::max(first, index(off.from)), index(off.to)};
}

bool takes_away(const ElectrodeOff& off, Lead lead) {
    const std::optional<Electrode> electrode = electrode_named(off.electrode);
    return electrode && needs(lead, *electrode);
}

} // namespace

void quantise(std::span<double> samples, const Quantisation& quantisation) {
    const double mv_per_count = quantisation.uv_per_count / 1000;
    const double range = std::ldexp(1.0, quantisation.bits - 1);
    for (double& x : samples) {
        x = std::clamp(nearest(x / mv_per_count), -range, range - 1) * mv_per_count;
    }
}

void drop_missing(std::span<double> samples, Lead lead, std::int64_t first,
                  const SynthSettings& settings) {
    for (const ElectrodeOff& off : settings.electrodes_off) {
        if (!takes_away(off, lead)) {
            continue;
        }
        const Range range =
            overlap(off, first, static_cast<std::int64_t>(samples.size()), settings.rate);
        for (std::int64_t k = range.begin; k < range.end; ++k) {
            samples[static_cast<std::size_t>(k - first)] = std::numeric_limits<double>::quiet_NaN();
        }
    }
}

std::vector<std::string> leads_off(std::int64_t first, std::int64_t count,
                                   const SynthSettings& settings) {
    std::vector<std::string> names;
    for (const Lead lead : all_leads) {
        const bool missing =
            std::any_of(settings.electrodes_off.begin(), settings.electrodes_off.end(),
                        [&](const ElectrodeOff& off) {
                            const Range range = overlap(off, first, count, settings.rate);
                            return range.begin < range.end && takes_away(off, lead);
                        });
        if (missing) {
            names.emplace_back(name_of(lead));
        }
    }
    return names;
}

} // namespace ecg::synth
