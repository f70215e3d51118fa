#include "analyze/measure/qrs_shape.hpp"

#include "analyze/measure/turning_points.hpp"
#include "dsp/resample.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace ecg::analyze {
namespace {

constexpr double smallest_wave_mv = 0.03; // [iec-60601-2-51 annex GG]
constexpr double smallest_wave_ms = 6;
constexpr double noise_factor = 5; // of the mean beat's rms
constexpr double same_rank = 0.5;  // of the tallest R: from here on the last one counts

/// A turn within a deflection, away from the level or towards it.
struct Turn {
    double index = 0;
    double height_mv = 0; ///< over the level, in the deflection's own direction
    bool away = false;
};

std::vector<Turn> turns_of(const Deflection& d, const QrsOfLead& qrs) {
    const double sign = d.peak_mv < 0 ? -1 : 1;
    const auto first = static_cast<std::size_t>(std::max(0.0, std::floor(d.from)));
    const auto last = std::min(qrs.lead.size() - 1, static_cast<std::size_t>(std::ceil(d.to)));
    std::vector<double> values;
    for (std::size_t k = first; k <= last; ++k) {
        values.push_back(sign * (qrs.lead[k] - qrs.level_mv));
    }
    std::vector<Turn> turns;
    for (const TurningPoint& turn :
         turning_points(values, std::max(smallest_wave_mv, noise_factor * qrs.noise_mv))) {
        turns.push_back({static_cast<double>(first) + dsp::parabola_peak(values, turn.index),
                         values[turn.index], turn.peak});
    }
    return turns;
}

} // namespace

std::vector<Deflection> deflections(const QrsOfLead& qrs) {
    const auto from = static_cast<std::size_t>(std::max(0.0, qrs.onset));
    const auto to = std::min(qrs.lead.size(), static_cast<std::size_t>(std::ceil(qrs.offset)) + 1);
    std::vector<Deflection> all;
    Deflection run{0, qrs.onset, qrs.onset};
    const auto close = [&](double end) {
        run.to = end;
        if (std::abs(run.peak_mv) >= smallest_wave_mv &&
            run.to - run.from >= smallest_wave_ms * qrs.rate_hz / 1000) {
            all.push_back(run);
        }
    };
    double before = 0;
    for (std::size_t k = from; k < to; ++k) {
        const double v = qrs.lead[k] - qrs.level_mv;
        if (v * before < 0) {
            const double cross = static_cast<double>(k) - v / (v - before);
            close(cross);
            run = {0, cross, cross};
        }
        if (std::abs(v) > std::abs(run.peak_mv)) {
            run.peak_mv = v;
        }
        before = v != 0 ? v : before;
    }
    close(qrs.offset);
    return all;
}

std::optional<double> last_r_peak(const QrsOfLead& qrs) {
    std::vector<Turn> tops;
    double tallest = 0;
    for (const Deflection& d : deflections(qrs)) {
        for (const Turn& turn : turns_of(d, qrs)) {
            if (d.peak_mv > 0 && turn.away) {
                tops.push_back(turn);
                tallest = std::max(tallest, turn.height_mv);
            }
        }
    }
    const auto last = std::find_if(tops.rbegin(), tops.rend(), [&](const Turn& top) {
        return top.height_mv >= same_rank * tallest;
    });
    return last == tops.rend() ? std::nullopt : std::optional{last->index};
}

std::vector<double> notches(const QrsOfLead& qrs) {
    std::vector<double> found;
    for (const Deflection& d : deflections(qrs)) {
        for (const Turn& turn : turns_of(d, qrs)) {
            if (!turn.away) {
                found.push_back(turn.index);
            }
        }
    }
    return found;
}

} // namespace ecg::analyze
