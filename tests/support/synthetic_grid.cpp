#include "support/synthetic_grid.hpp"

#include "analyze/analyze.hpp"
#include "common/text.hpp"
#include "synth/synthesizer.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::test {
namespace {

constexpr Seconds same_beat{0.075};

const synth::TrueBeat* nearest(const synth::Truth& truth, Seconds time) {
    const synth::TrueBeat* best = nullptr;
    for (const synth::TrueBeat& beat : truth.beats) {
        if (std::abs((beat.r_peak - time).count()) < same_beat.count() &&
            (best == nullptr ||
             std::abs((beat.r_peak - time).count()) < std::abs((best->r_peak - time).count()))) {
            best = &beat;
        }
    }
    return best;
}

/// A beat whose QRS the recording cuts need not be found.
bool whole(const synth::TrueBeat& beat, Seconds duration) {
    return beat.waves.qrs.onset && beat.waves.qrs.offset && *beat.waves.qrs.onset > Seconds{0.04} &&
           *beat.waves.qrs.offset < duration - Seconds{0.04};
}

void count_beats(GridErrors& errors, const synth::Truth& truth, const Analysis& found,
                 Seconds duration) {
    for (const synth::TrueBeat& beat : truth.beats) {
        const bool hit = std::any_of(found.beats.begin(), found.beats.end(), [&](const Beat& b) {
            return std::abs((b.time - beat.r_peak).count()) < same_beat.count();
        });
        errors.missed += whole(beat, duration) && !hit ? 1 : 0;
    }
    for (const Beat& beat : found.beats) {
        errors.invented += nearest(truth, beat.time) == nullptr ? 1 : 0;
    }
}

std::optional<double> off(const std::optional<Milliseconds>& measured,
                          const std::optional<Seconds>& from, const std::optional<Seconds>& to) {
    if (!measured || !from || !to) {
        return std::nullopt;
    }
    return std::abs(measured->count() - Milliseconds{*to - *from}.count());
}

double true_rate(const synth::Truth& truth) {
    const auto& beats = truth.beats;
    return 60 * static_cast<double>(beats.size() - 1) /
           (beats.back().r_peak - beats.front().r_peak).count();
}

std::optional<double> worst_st(const synth::TrueBeat& truth, const Analysis& found) {
    std::optional<double> worst;
    for (const LeadMeasurements& lead : found.measurements.leads) {
        const auto which = lead_named(lead.lead);
        if (!which || !lead.st_j || !lead.st_60 || !lead.st_80) {
            return std::nullopt;
        }
        const std::size_t i = index_of(*which);
        for (const double error :
             {lead.st_j->value - truth.st_j_mv.at(i), lead.st_60->value - truth.st_60_mv.at(i),
              lead.st_80->value - truth.st_80_mv.at(i)}) {
            worst = std::max(worst.value_or(0), std::abs(error));
        }
    }
    return worst;
}

} // namespace

GridLimits limits_for(const GridCase& one) {
    GridLimits limits{0.5, 4, 4, 6, 3, 0.02};
    if (one.rate_hz <= 80) {
        limits.qrs_ms = 8;
        limits.pr_ms = 8;
        limits.qt_ms = 10;
    }
    if (one.noisy) {
        return {2 * limits.heart_rate_bpm, 2 * limits.pr_ms,    2 * limits.qrs_ms,
                2 * limits.qt_ms,          2 * limits.axis_deg, 2 * limits.st_mv};
    }
    return limits;
}

std::vector<GridCase> grid(bool noisy) {
    std::vector<GridCase> all;
    for (const double rate : {80.0, 125.0, 250.0, 500.0, 1000.0}) {
        for (const double heart_rate : {40.0, 60.0, 80.0, 100.0, 120.0, 150.0, 180.0}) {
            for (const double axis : {-20.0, 45.0, 100.0}) {
                all.push_back({rate, heart_rate, axis, noisy});
            }
        }
    }
    return all;
}

synth::SynthSettings settings_for(const GridCase& one) {
    synth::SynthSettings s;
    s.rate = Hertz{one.rate_hz};
    s.duration = Seconds{20};
    s.heart_rate = BeatsPerMinute{one.heart_rate_bpm};
    s.qrs_axis = Degrees{one.axis_deg};
    if (one.noisy) {
        s.noise.white = Millivolts{0.03};
        s.noise.wander = Millivolts{0.2};
    }
    return s;
}

GridErrors measure_errors(const GridCase& one) {
    const synth::Synthetic made = synth::synthesize(settings_for(one));
    const Analysis found = analyze::analyze(made.recording, {});
    GridErrors errors;
    count_beats(errors, made.truth, found, made.recording.duration());
    const Measurements& m = found.measurements;
    const synth::TrueBeat& beat = made.truth.beats.at(made.truth.beats.size() / 2);
    if (m.heart_rate) {
        errors.heart_rate_bpm = std::abs(m.heart_rate->value - true_rate(made.truth));
    }
    errors.pr_ms = off(m.pr, beat.waves.p.onset, beat.waves.qrs.onset);
    errors.qrs_ms = off(m.qrs, beat.waves.qrs.onset, beat.waves.qrs.offset);
    errors.qt_ms = off(m.qt, beat.waves.qrs.onset, beat.waves.t.offset);
    if (m.qrs_axis && made.truth.qrs_axis) {
        const double turn = m.qrs_axis->value - made.truth.qrs_axis->value;
        errors.axis_deg = std::abs(std::remainder(turn, 360));
    }
    errors.st_mv = worst_st(beat, found);
    return errors;
}

std::string name_of(const GridCase& one) {
    return format_number(one.rate_hz, 0) + " Hz, " + format_number(one.heart_rate_bpm, 0) +
           "/min, axis " + format_number(one.axis_deg, 0) + (one.noisy ? ", noisy" : "");
}

} // namespace ecg::test
