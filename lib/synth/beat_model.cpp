#include "synth/beat_model.hpp"

#include <array>
#include <cmath>

namespace ecg::synth {
namespace {

constexpr double t_share_of_jt = 0.55; // the rest is the ST segment
constexpr double st_rise = 0.008;      // s before J, inside the last lobe of the QRS
constexpr double wide_qrs = 0.160;     // s, of ectopic and paced beats

double seconds(Milliseconds span) {
    return Seconds{span}.count();
}

Channels st_channels(const SynthSettings& settings) {
    Channels st{};
    constexpr std::array leads{Lead::I,  Lead::II, Lead::V1, Lead::V2,
                               Lead::V3, Lead::V4, Lead::V5, Lead::V6};
    for (std::size_t c = 0; c < channel_count; ++c) {
        st[c] = settings.st_mv[index_of(leads[c])];
    }
    return st;
}

std::array<VentricularShape, beat_kinds> shapes_of(const SynthSettings& settings) {
    std::array<VentricularShape, beat_kinds> shapes;
    const auto at = [&](BeatKind kind) -> VentricularShape& {
        return shapes[static_cast<std::size_t>(kind)];
    };
    at(BeatKind::conducted) = conducted_shape(settings);
    at(BeatKind::ectopic) = ectopic_shape(settings);
    at(BeatKind::other_ectopic) = other_ectopic_shape(settings);
    at(BeatKind::paced) = paced_shape(settings);
    at(BeatKind::fusion) = half_of_each(at(BeatKind::conducted), at(BeatKind::ectopic));
    return shapes;
}

BeatTiming timing_of(const SynthSettings& settings,
                     const std::array<VentricularShape, beat_kinds>& shapes) {
    const Intervals set = intervals_of(settings);
    const double conducted = seconds(set.qrs);
    const std::array qrs{conducted, wide_qrs, wide_qrs, wide_qrs, (conducted + wide_qrs) / 2};
    BeatTiming timing;
    timing.pr = seconds(set.pr);
    for (std::size_t k = 0; k < beat_kinds; ++k) {
        timing.kinds[k] = {qrs[k], qrs[k] * shapes[k].peak(), qrs[k] + seconds(set.qt - set.qrs)};
    }
    timing.qt_yields_to_p = !settings.qt && !settings.qtc;
    return timing;
}

double t_share_of(const SynthSettings& settings) {
    const Intervals set = intervals_of(settings);
    return settings.t_duration ? *settings.t_duration / (set.qt - set.qrs) : t_share_of_jt;
}

} // namespace

BeatModel::BeatModel(const SynthSettings& settings)
    : edges_{settings.edges}, p_{seconds(intervals_of(around_spell(settings)).p)},
      st_{st_channels(settings)}, t_share_{t_share_of(settings)}, t_skew_{settings.t_skew},
      p_shape_{p_shape(settings)}, shapes_{shapes_of(settings)},
      timing_{timing_of(settings, shapes_)}, around_{timing_of(around_spell(settings), shapes_)} {}

double BeatModel::t_onset(const PlannedBeat& beat) const {
    return beat.t_offset - t_share_ * (beat.t_offset - beat.j);
}

double BeatModel::t_peak(const PlannedBeat& beat) const {
    const double onset = t_onset(beat);
    return onset + peak_of(t_skew_) * (beat.t_offset - onset);
}

Millivolts BeatModel::qrs_rms() const {
    PlannedBeat beat;
    beat.j = timing_.of(BeatKind::conducted).qrs;
    beat.t_offset = timing_.of(BeatKind::conducted).qt;
    std::vector<Lobe> lobes;
    append_ventricular(lobes, beat);
    constexpr int steps = 500;
    double squares = 0;
    for (int k = 0; k < steps; ++k) {
        const double level = level_at(lobes, beat.j * (k + 0.5) / steps)[channel_ii];
        squares += level * level;
    }
    return {std::sqrt(squares / steps)};
}

void BeatModel::append_ventricular(std::vector<Lobe>& lobes, const PlannedBeat& beat) const {
    const VentricularShape& shape = shapes_[static_cast<std::size_t>(beat.kind)];
    const double qrs = beat.j - beat.qrs_onset;
    for (const ShapedLobe& part : shape.qrs) {
        Lobe lobe{beat.qrs_onset + part.from * qrs, beat.qrs_onset + part.to * qrs, part.gain};
        lobe.edges = edges_;
        lobes.push_back(lobe);
    }
    if (beat.kind == BeatKind::conducted && st_ != Channels{}) {
        Lobe st{beat.j - st_rise, t_peak(beat), st_, Lobe::Kind::plateau};
        st.top = beat.j;
        st.fade = t_onset(beat);
        lobes.push_back(st);
    }
    Lobe t{t_onset(beat), beat.t_offset, shape.t};
    t.edges = edges_;
    t.skew = t_skew_;
    lobes.push_back(t);
}

void BeatModel::append_p(std::vector<Lobe>& lobes, double onset) const {
    for (const ShapedLobe& part : p_shape_) {
        Lobe lobe{onset + part.from * p_, onset + part.to * p_, part.gain};
        lobe.edges = edges_;
        lobes.push_back(lobe);
    }
}

Channels level_at(const std::vector<Lobe>& lobes, double t) {
    Channels level{};
    for (const Lobe& lobe : lobes) {
        const double height = height_at(lobe, t);
        for (std::size_t c = 0; c < channel_count; ++c) {
            level[c] += height * lobe.gain[c];
        }
    }
    return level;
}

Channels area_between(const std::vector<Lobe>& lobes, double a, double b) {
    Channels area{};
    for (const Lobe& lobe : lobes) {
        const double span = area_of(lobe, a, b);
        for (std::size_t c = 0; c < channel_count; ++c) {
            area[c] += span * lobe.gain[c];
        }
    }
    return area;
}

} // namespace ecg::synth
