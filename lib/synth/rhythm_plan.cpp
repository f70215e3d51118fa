#include "synth/rhythm_plan.hpp"

#include "synth/exact_math.hpp"
#include "synth/random.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace ecg::synth {
namespace {

constexpr double af_variation = 0.22; // of RR: standard deviation over mean

/// The moments of one kind of event; each is used up by the first beat that is due after it.
class Moments {
public:
    Moments(std::vector<Seconds> moments, std::optional<int> every)
        : moments_{std::move(moments)}, every_{every} {
        std::sort(moments_.begin(), moments_.end());
    }

    bool hit(double due, std::int64_t index) {
        bool found = every_ && (index + 1) % *every_ == 0;
        for (; next_ < moments_.size() && moments_[next_].count() < due; ++next_) {
            found = true;
        }
        return found;
    }

private:
    std::vector<Seconds> moments_;
    std::optional<int> every_;
    std::size_t next_ = 0;
};

class Planner {
public:
    Planner(const SynthSettings& settings, const BeatTiming& timing)
        : settings_{settings}, timing_{timing}, random_{settings.seed, Stream::rhythm},
          mean_rr_{60 / settings.heart_rate.value}, end_{settings.duration.count() + 1},
          start_{random_.uniform(0.20, 0.25)}, lf_phase_{random_.uniform()},
          hf_phase_{random_.uniform()} {}

    RhythmPlan plan() {
        switch (settings_.rhythm) {
        case RhythmKind::mobitz_1: // 4:3, PR grows by ever less, so that RR shrinks
            plan_with_dropped_beats({0.0, 0.08, 0.12});
            break;
        case RhythmKind::mobitz_2: // 3:2
            plan_with_dropped_beats({0.0, 0.0});
            break;
        case RhythmKind::complete_block:
            plan_complete_block();
            break;
        default:
            plan_beat_by_beat();
        }
        settle_t_waves();
        return std::move(plan_);
    }

private:
    double next_rr(double now) {
        switch (settings_.rhythm) {
        case RhythmKind::atrial_fibrillation:
            return fibrillation_rr();
        case RhythmKind::atrial_flutter:
            return mean_rr_;
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

    [[nodiscard]] bool has_sinus_p() const {
        return settings_.rhythm != RhythmKind::atrial_fibrillation &&
               settings_.rhythm != RhythmKind::atrial_flutter;
    }

    void add_beat(BeatKind kind, BeatClass label, double r_peak, bool with_p) {
        const KindTiming& own = kind == BeatKind::ectopic ? timing_.ectopic : timing_.conducted;
        PlannedBeat beat{kind, label, {}, r_peak - own.r_delay, r_peak, 0, 0};
        beat.j = beat.qrs_onset + own.qrs;
        beat.t_offset = beat.qrs_onset + own.qt;
        if (with_p) {
            beat.p_onset = beat.qrs_onset - timing_.pr;
            plan_.p_onsets.push_back(*beat.p_onset);
        }
        plan_.beats.push_back(beat);
    }

    /// share of the way from the beat before to the one that is due, but not in its ST segment.
    [[nodiscard]] double early_peak(double due, double share, const KindTiming& own) const {
        const PlannedBeat& before = plan_.beats.back();
        const double wanted = before.r_peak + share * (due - before.r_peak);
        return std::max(wanted, before.j + shortest_jt + 0.02 + own.r_delay);
    }

    void plan_beat_by_beat() {
        const bool bigeminy = settings_.rhythm == RhythmKind::bigeminy;
        Moments pvc{settings_.pvc, bigeminy ? std::optional{2} : settings_.pvc_every};
        Moments pac{settings_.pac, settings_.pac_every};
        Moments pause{settings_.pauses, std::nullopt};
        double due = start_ + timing_.pr + timing_.conducted.r_delay;
        add_beat(BeatKind::conducted, BeatClass::N, due, has_sinus_p());
        due += next_rr(due);
        for (std::int64_t index = 1; plan_.beats.back().r_peak < end_; ++index) {
            const bool is_pvc = pvc.hit(due, index);
            const bool is_pac = pac.hit(due, index);
            const bool is_pause = pause.hit(due, index);
            const double interval = due - plan_.beats.back().r_peak;
            if (is_pvc) { // the sinus node keeps its time: a full compensatory pause
                const double share = random_.uniform(0.55, bigeminy ? 0.60 : 0.70);
                add_beat(BeatKind::ectopic, BeatClass::V, early_peak(due, share, timing_.ectopic),
                         false);
                due += interval;
            } else if (is_pac) { // the sinus node starts anew
                const double peak = early_peak(due, random_.uniform(0.65, 0.80), timing_.conducted);
                add_beat(BeatKind::conducted, BeatClass::S, peak, has_sinus_p());
                due = peak + next_rr(peak);
            } else {
                const double peak = is_pause ? due + std::max(1.5 * interval, 1.5) : due;
                add_beat(BeatKind::conducted, BeatClass::N, peak, has_sinus_p());
                due = peak + next_rr(peak);
            }
        }
    }

    /// Each P of a group is conducted, later by its delay, but for one more P at its end.
    void plan_with_dropped_beats(const std::vector<double>& delays) {
        std::size_t place = 0;
        double p = start_;
        while (p < end_) {
            if (place < delays.size()) {
                const double onset = p + timing_.pr + delays[place];
                add_beat(BeatKind::conducted, BeatClass::N, onset + timing_.conducted.r_delay,
                         false);
                plan_.beats.back().p_onset = p;
            }
            plan_.p_onsets.push_back(p);
            place = (place + 1) % (delays.size() + 1);
            p += next_rr(p);
        }
    }

    /// Atria and a junctional escape rhythm, each with its own clock.
    void plan_complete_block() {
        const double atrial_rr = 60 / std::max(80.0, 1.6 * settings_.heart_rate.value);
        double p = start_;
        while (p < end_) {
            plan_.p_onsets.push_back(p);
            p += atrial_rr;
        }
        double r = start_ + random_.uniform(0.2, 0.6);
        while (r < end_) {
            add_beat(BeatKind::conducted, BeatClass::N, r, false);
            r += mean_rr_;
        }
    }

    void settle_t_waves() {
        const bool yields =
            timing_.qt_yields_to_p && settings_.rhythm != RhythmKind::complete_block;
        for (std::size_t k = 0; k < plan_.beats.size(); ++k) {
            PlannedBeat& beat = plan_.beats[k];
            const auto p = std::upper_bound(plan_.p_onsets.begin(), plan_.p_onsets.end(), beat.j);
            if (yields && p != plan_.p_onsets.end()) {
                beat.t_offset = std::min(beat.t_offset, std::max(*p - 0.002, beat.j + shortest_jt));
            }
            if (k + 1 < plan_.beats.size()) {
                beat.t_offset = std::min(beat.t_offset, plan_.beats[k + 1].qrs_onset - 0.002);
            }
        }
    }

    const SynthSettings& settings_;
    const BeatTiming& timing_;
    Random random_;
    double mean_rr_;
    double end_;
    double start_;
    double lf_phase_;
    double hf_phase_;
    RhythmPlan plan_;
};

} // namespace

RhythmPlan plan_rhythm(const SynthSettings& settings, const BeatTiming& timing) {
    return Planner{settings, timing}.plan();
}

} // namespace ecg::synth
