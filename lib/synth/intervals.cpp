#include "synth/settings.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::synth {
namespace {

Milliseconds default_pr(const SynthSettings& settings) {
    if (settings.rhythm == RhythmKind::first_degree_block) {
        return Milliseconds{260};
    }
    return Milliseconds{std::max(160 - 0.5 * (settings.heart_rate.value - 60), 100.0)};
}

Milliseconds default_qrs(Conduction conduction) {
    switch (conduction) {
    case Conduction::lbbb:
        return Milliseconds{150};
    case Conduction::rbbb:
        return Milliseconds{140};
    case Conduction::fascicular:
        return Milliseconds{106};
    case Conduction::preexcited:
        return Milliseconds{130};
    case Conduction::normal:
        break;
    }
    return Milliseconds{90};
}

} // namespace

Intervals intervals_of(const SynthSettings& settings) {
    Intervals set;
    set.pr = settings.pr.value_or(default_pr(settings));
    set.p = settings.p_duration.value_or(std::min(Milliseconds{100}, set.pr * 0.6));
    set.qrs = settings.qrs.value_or(default_qrs(settings.conduction));
    const double rr_s = 60 / settings.heart_rate.value;
    set.qt = settings.qt.value_or(settings.qtc.value_or(Milliseconds{400}) * std::sqrt(rr_s));
    return set;
}

} // namespace ecg::synth
