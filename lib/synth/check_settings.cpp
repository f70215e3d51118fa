#include "common/error.hpp"
#include "common/text.hpp"
#include "synth/block.hpp"
#include "synth/electrodes.hpp"
#include "synth/rhythm_plan.hpp"
#include "synth/settings.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::synth {
namespace {

[[noreturn]] void refuse(const std::string& message) {
    throw Error{ErrorKind::usage, message};
}

/// "rate: 60 Hz is not within 80 to 1000 Hz"; NaN is within nothing.
void check_range(const std::string& name, double value, double low, double high,
                 const std::string& unit) {
    if (!(value >= low && value <= high)) {
        const std::string told = std::isfinite(value) ? format_number(value, 6) : "no number";
        refuse(name + ": " + told + " " + unit + " is not within " + format_number(low, 6) +
               " to " + format_number(high, 6) + " " + unit);
    }
}

void check_span(const std::string& name, const std::optional<Milliseconds>& span, double low,
                double high) {
    if (span) {
        check_range(name, span->count(), low, high, "ms");
    }
}

std::string in_ms(Milliseconds span) {
    return format_number(span.count(), 1) + " ms";
}

void check_basics(const SynthSettings& s) {
    check_range("rate", s.rate.value, 80, 1000, "Hz");
    if (!(s.duration.count() > 0)) {
        refuse("duration: must be more than 0 s");
    }
    check_range("duration", s.duration.count(), 0, 31.0 * 86400, "s");
    if (s.duration.count() * s.rate.value < 1) {
        refuse("duration: shorter than one sample");
    }
    check_range("heart rate", s.heart_rate.value, 20, 300, "bpm");
    check_span("p duration", s.p_duration, 20, 300);
    check_span("pr", s.pr, 50, 600);
    check_span("qrs", s.qrs, 40, 250);
    check_span("qt", s.qt, 150, 1000);
    check_span("qtc", s.qtc, 200, 800);
    check_range("p axis", s.p_axis.value, -360, 360, "degrees");
    check_range("qrs axis", s.qrs_axis.value, -360, 360, "degrees");
    check_range("t axis", s.t_axis.value, -360, 360, "degrees");
    check_range("r gain", s.r_gain, 0.05, 5, "times");
    check_range("t gain", s.t_gain, 0, 10, "times");
    check_range("t skew", s.t_skew, 0, 1, "of its duration");
    check_range("ectopic gain", s.ectopic_gain, 0.05, 5, "times");
}

/// The shortest RR interval that the rhythm can come to without early beats.
Milliseconds shortest_rr(const SynthSettings& s) {
    const Milliseconds mean{60000 / s.heart_rate.value};
    if (s.rhythm == RhythmKind::atrial_fibrillation) {
        return std::min(Milliseconds{300}, mean * 0.6);
    }
    if (s.rhythm == RhythmKind::atrial_flutter_variable) {
        return mean * (2.0 / 3);
    }
    return mean - s.hrv_lf - s.hrv_hf;
}

void check_intervals(const SynthSettings& s) {
    check_range("hrv lf", s.hrv_lf.count(), 0, 500, "ms");
    check_range("hrv hf", s.hrv_hf.count(), 0, 500, "ms");
    const Intervals set = intervals_of(s);
    const Milliseconds rr{60000 / s.heart_rate.value};
    const Milliseconds shortest = shortest_rr(s);
    if (s.hrv_lf + s.hrv_hf > rr * 0.5) {
        refuse("hrv: " + in_ms(s.hrv_lf + s.hrv_hf) + " is more than half the RR interval of " +
               in_ms(rr));
    }
    if (set.qt >= rr) {
        refuse("qt: " + in_ms(set.qt) + " does not fit into the RR interval of " + in_ms(rr));
    }
    const Milliseconds least_qt = set.qrs + Seconds{shortest_jt};
    if (set.qt < least_qt) {
        refuse("qt: " + in_ms(set.qt) + " is less than QRS and 80 ms, " + in_ms(least_qt));
    }
    if (least_qt >= shortest) {
        refuse("qrs: " + in_ms(set.qrs) + " and a T wave do not fit into an RR interval of " +
               in_ms(shortest));
    }
    if (set.pr >= shortest) {
        refuse("pr: " + in_ms(set.pr) + " does not fit into an RR interval of " + in_ms(shortest));
    }
    if (s.t_duration && !(*s.t_duration >= Milliseconds{40} && *s.t_duration <= set.qt - set.qrs)) {
        refuse("t duration: " + in_ms(*s.t_duration) + " is not within 40 ms to QT less QRS, " +
               in_ms(set.qt - set.qrs));
    }
    if (set.p > set.pr) {
        refuse("p duration: " + in_ms(set.p) + " is longer than PR, " + in_ms(set.pr));
    }
}

void check_st(const SynthSettings& s) {
    for (const Lead lead : all_leads) {
        check_range("st in " + std::string{name_of(lead)}, s.st_mv[index_of(lead)], -2, 2, "mV");
    }
    Channels limb{};
    limb[channel_i] = s.st_mv[index_of(Lead::I)];
    limb[channel_ii] = s.st_mv[index_of(Lead::II)];
    const auto derived = twelve_leads(limb);
    for (const Lead lead : {Lead::III, Lead::aVR, Lead::aVL, Lead::aVF}) {
        const double set = s.st_mv[index_of(lead)];
        if (set != 0 && std::abs(set - derived[index_of(lead)]) > 1e-6) {
            refuse("st in " + std::string{name_of(lead)} + ": follows from I and II, " +
                   format_number(derived[index_of(lead)], 6) + " mV");
        }
    }
}

void check_every(const std::string& name, const std::optional<int>& every) {
    if (every && *every < 2) {
        refuse(name + " every: " + std::to_string(*every) + " is not at least 2");
    }
}

/// Whether beats may come early, late or as fusion in the rhythm itself.
bool can_be_broken(RhythmKind rhythm) {
    switch (rhythm) {
    case RhythmKind::sinus:
    case RhythmKind::atrial_fibrillation:
    case RhythmKind::atrial_flutter:
    case RhythmKind::atrial_flutter_variable:
    case RhythmKind::bigeminy:
    case RhythmKind::first_degree_block:
    case RhythmKind::junctional:
    case RhythmKind::supraventricular:
        return true;
    default:
        return false;
    }
}

void check_events(const SynthSettings& s) {
    check_every("pvc", s.pvc_every);
    check_every("pac", s.pac_every);
    check_every("fusion", s.fusion_every);
    if (s.coupling) {
        check_range("coupling", *s.coupling, 0.3, 1, "of the interval");
    }
    check_range("pvc run", s.pvc_run, 1, 1000, "beats");
    for (const auto* moments : {&s.pvc, &s.pac, &s.pauses}) {
        for (const Seconds moment : *moments) {
            if (!(moment.count() >= 0 && moment <= s.duration)) {
                refuse("moment of a pvc, pac or pause: not within the recording");
            }
        }
    }
    const bool any = s.pvc_every || s.pac_every || s.fusion_every || !s.pvc.empty() ||
                     !s.pac.empty() || !s.pauses.empty();
    if (any && !s.spell && !can_be_broken(s.rhythm)) {
        refuse("pvc, pac, fusion and pauses: only where the atria lead all beats");
    }
}

void check_rhythm(const SynthSettings& s) {
    const double bpm = s.heart_rate.value;
    switch (s.rhythm) {
    case RhythmKind::atrial_flutter:
        check_range("heart rate in flutter", bpm, 20, 180, "bpm");
        break;
    case RhythmKind::atrial_flutter_variable:
        check_range("heart rate in variable flutter", bpm, 80, 120, "bpm");
        break;
    case RhythmKind::ventricular:
    case RhythmKind::bidirectional:
    case RhythmKind::ventricular_pacing:
    case RhythmKind::dual_chamber_pacing: // QRS of 160 ms, ST and T
        check_range("heart rate of wide beats", bpm, 20, 220, "bpm");
        break;
    default:
        break;
    }
    if (s.spell) {
        check_range("sinus rate", s.spell->sinus_rate.value, 20, 200, "bpm");
        if (!(s.spell->from.count() >= 0 && s.spell->to > s.spell->from)) {
            refuse("spell: must begin at 0 s or later, and last more than 0 s");
        }
    }
}

void check_noise(const SynthSettings& s) {
    const Noise& n = s.noise;
    check_range("wander", n.wander.value, 0, 10, "mV");
    check_range("powerline", n.powerline.value, 0, 10, "mV");
    check_range("powerline frequency", n.powerline_frequency.value, 10, 400, "Hz");
    check_range("muscle", n.muscle.value, 0, 10, "mV");
    check_range("muscle burst", n.muscle_burst.value, 0, 10, "mV");
    check_range("white noise", n.white.value, 0, 10, "mV");
    if (n.motion_snr_db) {
        check_range("motion snr", *n.motion_snr_db, -40, 80, "dB");
    }
}

void check_electrodes(const SynthSettings& s) {
    for (const ElectrodeOff& off : s.electrodes_off) {
        if (!electrode_named(off.electrode)) {
            refuse("electrode " + off.electrode + ": is none of " + electrode_names());
        }
        if (!(off.from.count() >= 0 && off.to > off.from)) {
            refuse("electrode " + off.electrode +
                   ": must be off from 0 s on, and for more than 0 s");
        }
    }
    if (s.quantisation) {
        check_range("quantisation", s.quantisation->bits, 8, 24, "bits");
        check_range("quantisation", s.quantisation->uv_per_count, 0.001, 1000, "uV");
    }
}

} // namespace

void check_settings(const SynthSettings& settings) {
    check_basics(settings);
    check_rhythm(settings);
    check_intervals(settings);
    check_intervals(around_spell(settings));
    check_st(settings);
    check_events(settings);
    check_noise(settings);
    check_electrodes(settings);
}

} // namespace ecg::synth
