#include "synth/rhythm_plan.hpp"

#include "synth/beat_moments.hpp"
#include "synth/exact_math.hpp"
#include "synth/random.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ecg::synth {
namespace {

constexpr double af_variation = 0.22;        // of RR: standard deviation over mean
constexpr double return_share = 1.3;         // of RR: how long the sinus node waits after a spell
constexpr double return_after_silence = 0.3; // s from the end of a spell without beats to the P
constexpr double fusion_lead = 0.03;         // s that a fusion beat comes before the sinus beat
constexpr double hidden_p = 0.10;            // s before the end of T that a blocked early P begins
constexpr double spike_lead = 0.002;         // s from spike to wave
constexpr double coupling_on_end = 0.55;     // of RR: between ventricular beats on end

/// What the beats of a rhythm are when nothing breaks it.
struct BeatStyle {
    BeatKind kind = BeatKind::conducted;
    BeatClass label = BeatClass::N;
    bool with_p = true;
    bool may_break = true; ///< by early beats and pauses
};

BeatStyle style_of(RhythmKind rhythm) {
    switch (rhythm) {
    case RhythmKind::atrial_fibrillation:
    case RhythmKind::atrial_flutter:
    case RhythmKind::atrial_flutter_variable:
    case RhythmKind::junctional:
    case RhythmKind::supraventricular:
        return {BeatKind::conducted, BeatClass::N, false, true};
    case RhythmKind::ventricular:
    case RhythmKind::bidirectional:
        return {BeatKind::ectopic, BeatClass::V, false, false};
    case RhythmKind::ventricular_pacing:
        return {BeatKind::paced, BeatClass::Q, false, false};
    case RhythmKind::dual_chamber_pacing:
        return {BeatKind::paced, BeatClass::Q, true, false};
    default:
        return {};
    }
}

class Planner {
public:
    Planner(const SynthSettings& settings, const BeatTiming& timing, const BeatTiming& around)
        : settings_{settings}, spell_timing_{timing}, around_timing_{around},
          random_{settings.seed, Stream::rhythm}, end_{settings.duration.count() + 1},
          start_{random_.uniform(0.20, 0.25)}, lf_phase_{random_.uniform()},
          hf_phase_{random_.uniform()}, pvc_{settings.pvc, settings.rhythm == RhythmKind::bigeminy
                                                               ? std::optional{2}
                                                               : settings.pvc_every},
          pac_{settings.pac, settings.pac_every}, pause_{settings.pauses, std::nullopt},
          fusion_{{}, settings.fusion_every} {}

    RhythmPlan plan() {
        const PlannedSpan spell = spell_of(settings_);
        plan_span({RhythmKind::sinus, 0, spell.begin, 0}, false);
        plan_span({settings_.rhythm, spell.begin, std::min(spell.end, end_), 0}, true);
        plan_span({RhythmKind::sinus, spell.end, end_, 0}, false);
        settle_t_waves();
        return std::move(plan_);
    }

private:
    void plan_span(const PlannedSpan& span, bool in_spell) {
        if (span.begin >= span.end) {
            return;
        }
        in_spell_ = in_spell;
        timing_ = in_spell ? &spell_timing_ : &around_timing_;
        mean_rr_ = 60 / (in_spell ? settings_.heart_rate : settings_.spell->sinus_rate).value;
        style_ = style_of(span.rhythm);
        plan_.spans.push_back({span.rhythm, span.begin, span.end, plan_.beats.size()});
        switch (span.rhythm) {
        case RhythmKind::mobitz_1: // PR grows by ever less, so that RR shrinks
            return plan_with_dropped_beats({0.0, 0.08, 0.12}, 1);
        case RhythmKind::mobitz_2:
            return plan_with_dropped_beats({0.0, 0.0}, 1);
        case RhythmKind::two_to_one_block:
            return plan_with_dropped_beats({0.0}, 1);
        case RhythmKind::high_grade_block:
            return plan_with_dropped_beats({0.0}, 2);
        case RhythmKind::complete_block:
            return plan_complete_block();
        case RhythmKind::ventricular_flutter:
        case RhythmKind::ventricular_fibrillation:
        case RhythmKind::asystole:
            return;
        default:
            plan_beat_by_beat();
        }
    }

    [[nodiscard]] const PlannedSpan& span() const { return plan_.spans.back(); }

    [[nodiscard]] const KindTiming& conducted() const { return timing_->of(BeatKind::conducted); }

    double next_rr(double now) {
        switch (span().rhythm) {
        case RhythmKind::atrial_fibrillation:
            return fibrillation_rr();
        case RhythmKind::atrial_flutter:
            return mean_rr_;
        case RhythmKind::atrial_flutter_variable: // of 2, 3 or 4 waves
            return mean_rr_ / 3 * static_cast<double>(2 + random_.bits() % 3);
        default:
            return mean_rr_ + 1e-3 * (settings_.hrv_lf.count() * sin_turns(0.10 * now + lf_phase_) +
                                      settings_.hrv_hf.count() * sin_turns(0.25 * now + hf_phase_));
        }
    }

    /// Log-normal, without correlation.
    double fibrillation_rr() {
        const double variance = exact_log(1 + af_variation * af_variation);
        const double rr =
            mean_rr_ * exact_exp(std::sqrt(variance) * random_.normal() - variance / 2);
        return std::clamp(rr, std::min(0.3, 0.6 * mean_rr_), 2 * mean_rr_);
    }

    void add_p(double onset) {
        plan_.p_onsets.push_back(onset);
        if (span().rhythm == RhythmKind::dual_chamber_pacing) {
            plan_.spikes.push_back(onset - spike_lead);
        }
    }

    void add_beat(BeatKind kind, BeatClass label, double r_peak, bool with_p) {
        const KindTiming& own = timing_->of(kind);
        PlannedBeat beat{kind, label, {}, r_peak - own.r_delay, r_peak, 0, 0};
        beat.j = beat.qrs_onset + own.qrs;
        beat.t_offset = beat.qrs_onset + own.qt;
        if (with_p) {
            beat.p_onset = beat.qrs_onset - timing_->pr;
            add_p(*beat.p_onset);
        }
        if (kind == BeatKind::paced) {
            plan_.spikes.push_back(beat.qrs_onset - spike_lead);
        }
        plan_.beats.push_back(beat);
    }

    /// No earlier than the T wave of the beat before lets it.
    [[nodiscard]] double after_st(double peak, const KindTiming& own) const {
        return std::max(peak, plan_.beats.back().j + shortest_jt + 0.02 + own.r_delay);
    }

    /// share of the way from the beat before to the one that is due, but not in its ST segment.
    [[nodiscard]] double early_peak(double due, double share, const KindTiming& own) const {
        const PlannedBeat& before = plan_.beats.back();
        return after_st(before.r_peak + share * (due - before.r_peak), own);
    }

    /// When the first beat of the span is due.
    [[nodiscard]] double first_due() const {
        const KindTiming& own = timing_->of(style_.kind);
        if (plan_.spans.size() == 1) {
            return start_ + timing_->pr + own.r_delay;
        }
        if (plan_.beats.empty() || plan_.beats.back().r_peak < span().begin - 2 * mean_rr_) {
            return span().begin + return_after_silence + timing_->pr + own.r_delay;
        }
        const double wait = in_spell_ ? mean_rr_ : return_share * mean_rr_;
        return after_st(plan_.beats.back().r_peak + wait, own);
    }

    void plan_beat_by_beat() {
        double due = first_due();
        const bool last = span().end >= end_;
        while (last ? plan_.beats.empty() || plan_.beats.back().r_peak < end_ : due < span().end) {
            due = style_.may_break && index_ > 0 ? add_any_beat(due) : add_due_beat(due);
            ++index_;
        }
    }

    /// The beat that nothing breaks; when the next is due.
    double add_due_beat(double due) {
        const bool other = span().rhythm == RhythmKind::bidirectional && index_ % 2 == 1;
        add_beat(other ? BeatKind::other_ectopic : style_.kind, style_.label, due, style_.with_p);
        return due + next_rr(due);
    }

    double add_any_beat(double due) {
        const bool is_pvc = pvc_.hit(due, index_);
        const bool is_pac = pac_.hit(due, index_);
        const bool is_pause = pause_.hit(due, index_);
        const bool is_fusion = fusion_.hit(due, index_);
        const double interval = due - plan_.beats.back().r_peak;
        if (is_pvc) {
            return add_ventricular_run(due, interval);
        }
        if (is_pac) {
            return settings_.pac_conducted ? add_early_beat(due) : add_blocked_p();
        }
        if (is_fusion) {
            return add_fusion(due);
        }
        return add_due_beat(is_pause ? due + std::max(1.5 * interval, 1.5) : due);
    }

    /// The sinus node keeps its time: a full compensatory pause.
    double add_ventricular_run(double due, double interval) {
        const bool bigeminy = settings_.rhythm == RhythmKind::bigeminy;
        const double share =
            settings_.coupling.value_or(random_.uniform(0.55, bigeminy ? 0.60 : 0.70));
        const auto next_kind = [&] {
            const bool other = settings_.pvc_two_shapes && ventricular_++ % 2 == 1;
            return other ? BeatKind::other_ectopic : BeatKind::ectopic;
        };
        const KindTiming& own = timing_->of(BeatKind::ectopic);
        double peak = early_peak(due, share, own);
        add_beat(next_kind(), BeatClass::V, peak, false);
        for (int k = 1; k < settings_.pvc_run; ++k) {
            peak = after_st(peak + coupling_on_end * interval, own);
            add_beat(next_kind(), BeatClass::V, peak, false);
        }
        double next = due + interval;
        while (next < peak + interval) {
            next += interval;
        }
        return next;
    }

    /// The sinus node starts anew.
    double add_early_beat(double due) {
        const double peak = early_peak(due, random_.uniform(0.65, 0.80), conducted());
        add_beat(BeatKind::conducted, BeatClass::S, peak, style_.with_p);
        return peak + next_rr(peak);
    }

    /// In the T of the beat before; the sinus node starts anew.
    double add_blocked_p() {
        const double p = plan_.beats.back().t_offset - hidden_p;
        add_p(p);
        blocked_p_.push_back(p);
        return p + next_rr(p) + timing_->pr + conducted().r_delay;
    }

    double add_fusion(double due) {
        const double p = due - conducted().r_delay - timing_->pr;
        add_p(p);
        add_beat(BeatKind::fusion, BeatClass::F, due - fusion_lead, false);
        plan_.beats.back().p_onset = p;
        return due + next_rr(due);
    }

    /// Where the first P of the span comes.
    [[nodiscard]] double first_p() const {
        return plan_.spans.size() == 1 ? start_ : first_due() - timing_->pr - conducted().r_delay;
    }

    /// Each P of a group is conducted, later by its delay, but for so many at its end.
    void plan_with_dropped_beats(const std::vector<double>& delays, std::size_t dropped) {
        std::size_t place = 0;
        double p = first_p();
        while (p < span().end) {
            if (place < delays.size()) {
                const double onset = p + timing_->pr + delays[place];
                add_beat(BeatKind::conducted, BeatClass::N, onset + conducted().r_delay, false);
                plan_.beats.back().p_onset = p;
            }
            plan_.p_onsets.push_back(p);
            place = (place + 1) % (delays.size() + dropped);
            p += next_rr(p);
        }
    }

    /// Atria and a junctional escape rhythm, each with its own clock.
    void plan_complete_block() {
        const double atrial_rr = 60 / std::max(80.0, 1.6 * settings_.heart_rate.value);
        double p = first_p();
        double r = p + random_.uniform(0.2, 0.6);
        while (p < span().end) {
            plan_.p_onsets.push_back(p);
            p += atrial_rr;
        }
        while (r < span().end) {
            add_beat(BeatKind::conducted, BeatClass::N, r, false);
            r += mean_rr_;
        }
    }

    /// The P that the T waves must make way for: the first of those that are not blocked.
    [[nodiscard]] std::optional<double> p_after(double time) const {
        auto p = std::upper_bound(plan_.p_onsets.begin(), plan_.p_onsets.end(), time);
        while (p != plan_.p_onsets.end() &&
               std::binary_search(blocked_p_.begin(), blocked_p_.end(), *p)) {
            ++p;
        }
        return p == plan_.p_onsets.end() ? std::nullopt : std::optional{*p};
    }

    void settle_t_waves() {
        const bool yields =
            spell_timing_.qt_yields_to_p && settings_.rhythm != RhythmKind::complete_block;
        for (std::size_t k = 0; k < plan_.beats.size(); ++k) {
            PlannedBeat& beat = plan_.beats[k];
            if (const auto p = p_after(beat.j); yields && p) {
                beat.t_offset = std::min(beat.t_offset, std::max(*p - 0.002, beat.j + shortest_jt));
            }
            if (k + 1 < plan_.beats.size()) {
                beat.t_offset = std::min(beat.t_offset, plan_.beats[k + 1].qrs_onset - 0.002);
            }
        }
    }

    const SynthSettings& settings_;
    const BeatTiming& spell_timing_;
    const BeatTiming& around_timing_;
    Random random_;
    double end_;
    double start_;
    double lf_phase_;
    double hf_phase_;
    BeatMoments pvc_, pac_, pause_, fusion_;
    RhythmPlan plan_;
    std::vector<double> blocked_p_;

    // of the span that is being planned
    bool in_spell_ = false;
    const BeatTiming* timing_ = nullptr;
    double mean_rr_ = 1;
    BeatStyle style_;

    std::int64_t index_ = 0;
    std::int64_t ventricular_ = 0;
};

} // namespace

PlannedSpan spell_of(const SynthSettings& settings) {
    const double end = settings.duration.count() + 1;
    if (!settings.spell) {
        return {settings.rhythm, 0, end, 0};
    }
    return {settings.rhythm, std::min(settings.spell->from.count(), end),
            settings.spell->to.count(), 0};
}

RhythmPlan plan_rhythm(const SynthSettings& settings, const BeatTiming& timing,
                       const BeatTiming& around) {
    return Planner{settings, timing, around}.plan();
}

} // namespace ecg::synth
