#include "synth/find_truth.hpp"

#include "synth/find_episodes.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ecg::synth {
namespace {

/// Nothing where the moment lies outside the recording.
std::optional<Seconds> inside(double t, double duration) {
    return t >= 0 && t < duration ? std::optional{Seconds{t}} : std::nullopt;
}

TrueBeat true_beat(const BeatModel& model, const PlannedBeat& beat, double duration) {
    TrueBeat found;
    found.label = beat.label;
    found.r_peak = Seconds{beat.r_peak};
    if (beat.p_onset) {
        const double p = *beat.p_onset;
        found.waves.p = {inside(p, duration), inside(p + model.p_duration() / 2, duration),
                         inside(p + model.p_duration(), duration)};
    }
    found.waves.qrs = {inside(beat.qrs_onset, duration), inside(beat.r_peak, duration),
                       inside(beat.j, duration)};
    found.waves.t = {inside(model.t_onset(beat), duration), inside(model.t_peak(beat), duration),
                     inside(beat.t_offset, duration)};
    std::vector<Lobe> lobes;
    model.append_ventricular(lobes, beat); // all zero at QRS onset: the level is the ST itself
    found.st_j_mv = twelve_leads(level_at(lobes, beat.j));
    found.st_60_mv = twelve_leads(level_at(lobes, beat.j + 0.060));
    found.st_80_mv = twelve_leads(level_at(lobes, beat.j + 0.080));
    return found;
}

std::optional<Degrees> axis_of(const std::vector<Lobe>& lobes, double from, double to) {
    const Channels area = area_between(lobes, from, to);
    const double x = area[channel_i];
    const double y = (2 * area[channel_ii] - area[channel_i]) / std::numbers::sqrt3;
    if (std::hypot(x, y) < 1e-7) { // 0.1 µV s: no direction to speak of
        return std::nullopt;
    }
    return Degrees{std::atan2(y, x) * 180 / std::numbers::pi};
}

/// Of the first normal beat, for they are all alike but for the length of T; without any, of the
/// first.
void find_axes(Truth& truth, const BeatModel& model, const RhythmPlan& plan) {
    auto normal = std::find_if(plan.beats.begin(), plan.beats.end(),
                               [](const PlannedBeat& beat) { return beat.label == BeatClass::N; });
    normal = normal == plan.beats.end() ? plan.beats.begin() : normal;
    if (normal != plan.beats.end()) {
        std::vector<Lobe> lobes;
        model.append_ventricular(lobes, *normal);
        truth.qrs_axis = axis_of(lobes, normal->qrs_onset, normal->j);
        truth.t_axis = axis_of(lobes, model.t_onset(*normal), normal->t_offset);
    }
    if (!plan.p_onsets.empty()) {
        const double onset = plan.p_onsets.front();
        std::vector<Lobe> lobes;
        model.append_p(lobes, onset);
        truth.p_axis = axis_of(lobes, onset, onset + model.p_duration());
    }
}

} // namespace

Truth find_truth(const SynthSettings& settings, const BeatModel& model, const RhythmPlan& plan) {
    Truth truth;
    truth.rate_hz = settings.rate.value;
    const double duration = settings.duration.count();
    for (const PlannedBeat& beat : plan.beats) {
        if (inside(beat.r_peak, duration)) {
            truth.beats.push_back(true_beat(model, beat, duration));
        }
    }
    for (const double onset : plan.p_onsets) {
        if (inside(onset, duration)) {
            truth.p_onsets.emplace_back(onset);
        }
    }
    find_axes(truth, model, plan);
    truth.episodes = find_episodes(settings, plan, truth.beats);
    truth.rhythm = prevailing_rhythm(truth.episodes);
    return truth;
}

} // namespace ecg::synth
