#include "analyze/measure/p_terminal.hpp"

#include "dsp/resample.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::analyze {
namespace {

constexpr double smallest_wave_mv = 0.03; // [iec-60601-2-51 annex GG]
constexpr double smallest_wave_ms = 6;
constexpr double least_depth_mv = 0.01; // a force is the product of what may be small
constexpr double noise_factor = 3;
constexpr double step_ms = 0.5;

} // namespace

std::optional<TerminalPart> terminal_part(const PWave& p) {
    const double step = step_ms * p.rate_hz / 1000;
    const int steps = static_cast<int>((p.offset - p.onset) / step);
    if (steps < 2) {
        return std::nullopt;
    }
    const double start = dsp::value_at(p.lead, p.onset);
    const double end = dsp::value_at(p.lead, p.offset);
    double highest = 0;
    double lowest = 0;
    const double least = std::max(least_depth_mv, noise_factor * p.noise_mv);
    TerminalPart run; // below the line, the latest one that is deep enough
    double depth = 0;
    double since = 0;
    for (int k = 0; k <= steps; ++k) {
        const double share = static_cast<double>(k) / steps;
        const double v = dsp::value_at(p.lead, p.onset + share * (p.offset - p.onset)) -
                         (start + share * (end - start));
        highest = std::max(highest, v);
        lowest = std::min(lowest, v);
        if (v >= least) { // upright again: what was before is not the end
            run = {};
        }
        since = v < 0 && depth == 0 ? k * step_ms : since;
        depth = v < 0 ? std::min(depth, v) : 0;
        if (depth <= -least && depth < run.depth_mv) {
            run = {depth, steps * step_ms - since};
        }
    }
    if (highest - lowest < std::max(smallest_wave_mv, noise_factor * p.noise_mv)) {
        return std::nullopt;
    }
    return run.duration_ms >= smallest_wave_ms ? run : TerminalPart{};
}

} // namespace ecg::analyze
