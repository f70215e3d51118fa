#include "synth/find_episodes.hpp"

#include <algorithm>
#include <map>

namespace ecg::synth {
namespace {

// What the names of rhythms hang on; lib/analyze has its own, so that neither can excuse the other.
constexpr double slow_sinus = 60;       // bpm
constexpr double fast_sinus = 100;      // bpm
constexpr double slow_ventricles = 40;  // bpm
constexpr double fast_ventricles = 100; // bpm
constexpr double sustained = 30;        // s
constexpr double uneven_sinus = 120;    // ms between shortest and longest interval
constexpr Seconds pause{2};
constexpr std::size_t pattern_repeats = 3;

std::string sinus_code(const SynthSettings& settings, double rate) {
    if (2 * (settings.hrv_lf + settings.hrv_hf).count() > uneven_sinus) {
        return "SARRH";
    }
    return rate < slow_sinus ? "SBRAD" : rate > fast_sinus ? "STACH" : "SR";
}

std::string ventricular_code(double rate, double lasts) {
    if (rate > fast_ventricles) {
        return lasts >= sustained ? "VT" : "NSVT";
    }
    return rate < slow_ventricles ? "IVR" : "AIVR";
}

std::string code_of(const SynthSettings& settings, const PlannedSpan& span, double lasts) {
    const bool sinus_around = settings.spell && span.rhythm == RhythmKind::sinus;
    const double rate = sinus_around ? settings.spell->sinus_rate.value : settings.heart_rate.value;
    switch (span.rhythm) {
    case RhythmKind::sinus:
    case RhythmKind::first_degree_block:
    case RhythmKind::bigeminy:
        return sinus_code(settings, rate);
    case RhythmKind::atrial_fibrillation:
        return "AFIB";
    case RhythmKind::atrial_flutter:
    case RhythmKind::atrial_flutter_variable:
        return "AFLT";
    case RhythmKind::mobitz_1:
        return "2AVB1";
    case RhythmKind::mobitz_2:
        return "2AVB2";
    case RhythmKind::two_to_one_block:
        return "2T1";
    case RhythmKind::high_grade_block:
        return "HAVB";
    case RhythmKind::complete_block:
        return "3AVB";
    case RhythmKind::junctional:
        return rate < slow_sinus ? "JR" : rate <= fast_sinus ? "AJR" : "SVTAC";
    case RhythmKind::supraventricular:
        return "SVTAC";
    case RhythmKind::ventricular:
    case RhythmKind::bidirectional:
        return ventricular_code(rate, lasts);
    case RhythmKind::ventricular_flutter:
    case RhythmKind::ventricular_fibrillation:
        return "VF";
    case RhythmKind::asystole:
        return "ASYS";
    case RhythmKind::ventricular_pacing:
    case RhythmKind::dual_chamber_pacing:
        return "PACE";
    }
    return "";
}

/// When the k-th span begins: with its first beat, or where it was set to when it has none;
/// silence with the beat before it.
double onset_of(const RhythmPlan& plan, std::size_t k) {
    const PlannedSpan& span = plan.spans[k];
    if (k == 0) {
        return 0;
    }
    if (span.rhythm == RhythmKind::asystole && span.first_beat > 0) {
        return plan.beats[span.first_beat - 1].r_peak;
    }
    const std::size_t next =
        k + 1 < plan.spans.size() ? plan.spans[k + 1].first_beat : plan.beats.size();
    return span.first_beat < next ? plan.beats[span.first_beat].r_peak : span.begin;
}

void add_spans(std::vector<TrueEpisode>& episodes, const SynthSettings& settings,
               const RhythmPlan& plan) {
    const double duration = settings.duration.count();
    for (std::size_t k = 0; k < plan.spans.size(); ++k) {
        const double onset = onset_of(plan, k);
        const double offset =
            k + 1 == plan.spans.size() ? duration : std::min(duration, onset_of(plan, k + 1));
        if (onset < offset) {
            episodes.push_back({code_of(settings, plan.spans[k], offset - onset), Seconds{onset},
                                Seconds{offset}});
        }
    }
}

/// Runs of ventricular beats that break another rhythm.
void add_runs(std::vector<TrueEpisode>& episodes, const std::vector<TrueBeat>& beats, int run) {
    for (std::size_t k = 0; run >= 2 && k < beats.size();) {
        std::size_t end = k;
        while (end < beats.size() && beats[end].label == BeatClass::V) {
            ++end;
        }
        if (end - k >= 2) {
            episodes.push_back(
                {end - k == 2 ? "VCPL" : "NSVT", beats[k].r_peak, beats[end - 1].r_peak});
        }
        k = std::max(end, k + 1);
    }
}

/// Every n-th beat ventricular, three times or more.
void add_patterns(std::vector<TrueEpisode>& episodes, const std::vector<TrueBeat>& beats,
                  std::size_t n, const char* code) {
    const auto is_v = [&](std::size_t k) { return beats[k].label == BeatClass::V; };
    std::optional<std::size_t> first;
    std::optional<std::size_t> last;
    std::size_t repeats = 0;
    const auto close = [&] {
        if (repeats >= pattern_repeats) {
            episodes.push_back({code, beats[*first].r_peak, beats[*last].r_peak});
        }
        first.reset();
        repeats = 0;
    };
    for (std::size_t k = 0; k < beats.size(); ++k) {
        if (!is_v(k)) {
            continue;
        }
        if (first && k - *last != n) {
            close();
        }
        first = first ? first : k;
        last = k;
        ++repeats;
    }
    close();
}

void add_pauses(std::vector<TrueEpisode>& episodes, const std::vector<TrueBeat>& beats) {
    for (std::size_t k = 1; k < beats.size(); ++k) {
        if (beats[k].r_peak - beats[k - 1].r_peak > pause) {
            episodes.push_back({"PAUSE", beats[k - 1].r_peak, beats[k].r_peak});
        }
    }
}

} // namespace

std::vector<TrueEpisode> find_episodes(const SynthSettings& settings, const RhythmPlan& plan,
                                       const std::vector<TrueBeat>& beats) {
    std::vector<TrueEpisode> episodes;
    add_spans(episodes, settings, plan);
    add_runs(episodes, beats, settings.pvc_run);
    add_patterns(episodes, beats, 2, "BIGU");
    add_patterns(episodes, beats, 3, "TRIGU");
    add_pauses(episodes, beats);
    return episodes;
}

std::string prevailing_rhythm(const std::vector<TrueEpisode>& episodes) {
    std::map<std::string, Seconds> lasts;
    for (const TrueEpisode& episode : episodes) {
        const bool is_pattern = episode.code == "BIGU" || episode.code == "TRIGU";
        lasts[episode.code] += (episode.offset - episode.onset) * (is_pattern ? 2 : 1);
    }
    const auto longest =
        std::max_element(lasts.begin(), lasts.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    return longest == lasts.end() ? "" : longest->first;
}

} // namespace ecg::synth
