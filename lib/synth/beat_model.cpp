#include "synth/beat_model.hpp"

#include <array>
#include <cmath>

namespace ecg::synth {
namespace {

constexpr double t_skew = 0.45;        // T peaks at 0.61 of its duration
constexpr double t_share_of_jt = 0.55; // the rest is the ST segment
constexpr double st_rise = 0.008;      // s before J, inside the last lobe of the QRS
constexpr double ectopic_qrs = 0.160;  // s

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

BeatTiming timing_of(const SynthSettings& settings, double conducted_peak, double ectopic_peak) {
    const Intervals set = intervals_of(settings);
    BeatTiming timing;
    timing.pr = seconds(set.pr);
    timing.conducted = {seconds(set.qrs), seconds(set.qrs) * conducted_peak, seconds(set.qt)};
    timing.ectopic = {ectopic_qrs, ectopic_qrs * ectopic_peak,
                      ectopic_qrs + seconds(set.qt - set.qrs)};
    timing.qt_yields_to_p = !settings.qt && !settings.qtc;
    return timing;
}

} // namespace

BeatModel::BeatModel(const SynthSettings& settings)
    : edges_{settings.edges}, p_{seconds(intervals_of(settings).p)}, st_{st_channels(settings)},
      p_shape_{p_shape(settings)}, conducted_{conducted_shape(settings)},
      ectopic_{ectopic_shape(settings)}, timing_{timing_of(settings, conducted_.peak(),
                                                           ectopic_.peak())} {}

double BeatModel::t_onset(const PlannedBeat& beat) const {
    return beat.t_offset - t_share_of_jt * (beat.t_offset - beat.j);
}

double BeatModel::t_peak(const PlannedBeat& beat) const {
    const double onset = t_onset(beat);
    return onset + peak_of(t_skew) * (beat.t_offset - onset);
}

Millivolts BeatModel::qrs_rms() const {
    PlannedBeat beat;
    beat.j = timing_.conducted.qrs;
    beat.t_offset = timing_.conducted.qt;
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
    const VentricularShape& shape = beat.kind == BeatKind::ectopic ? ectopic_ : conducted_;
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
    t.skew = t_skew;
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
