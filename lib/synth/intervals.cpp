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

/// P waves to each QRS where that stretches QT.
double waves_a_beat(RhythmKind rhythm) {
    return rhythm == RhythmKind::high_grade_block   ? 3
           : rhythm == RhythmKind::two_to_one_block ? 2
                                                    : 1;
}

} // namespace

Intervals intervals_of(const SynthSettings& settings) {
    Intervals set;
    set.pr = settings.pr.value_or(default_pr(settings));
    set.p = settings.p_duration.value_or(std::min(Milliseconds{100}, set.pr * 0.6));
    set.qrs = settings.qrs.value_or(default_qrs(settings.conduction));
    const Seconds rr{60 / settings.heart_rate.value};
    const double waves = waves_a_beat(settings.rhythm);
    const Milliseconds usual =
        settings.qtc.value_or(Milliseconds{400}) * std::sqrt(waves * rr.count());
    set.qt = settings.qt.value_or(waves > 1 ? std::min<Milliseconds>(usual, 0.98 * rr) : usual);
    return set;
}

SynthSettings around_spell(const SynthSettings& settings) {
    SynthSettings around = settings;
    if (settings.spell) {
        around.rhythm = RhythmKind::sinus;
        around.heart_rate = settings.spell->sinus_rate;
        around.spell.reset();
    }
    return around;
}

} // namespace ecg::synth
