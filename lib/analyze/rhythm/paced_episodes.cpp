#include "analyze/rhythm/paced_episodes.hpp"

#include "analyze/limit.hpp"

#include <algorithm>
#include <string>

namespace ecg::analyze {
namespace {

constexpr double most = 0.6; // own: of a stretch's beats
constexpr const char* code = "PACE";

std::string reason_of(const std::string& beats, const Episode& episode) {
    const std::string rate = episode.rate ? ", rate " + text_of(*episode.rate) : "";
    return beats + " with a spike before the QRS, or shaped like those" + rate;
}

bool holds(const Episode& episode, const Beat& beat) {
    return beat.time >= episode.onset && beat.time <= episode.offset;
}

bool is_paced_stretch(const std::vector<Episode>& base, const Beat& beat) {
    return std::any_of(base.begin(), base.end(), [&](const Episode& episode) {
        return episode.code == code && holds(episode, beat);
    });
}

} // namespace

std::vector<Episode> with_pacing(std::vector<Episode> base, const Beats& beats) {
    for (Episode& episode : base) {
        const auto paced = std::count_if(beats.begin(), beats.end(), [&](const Beat& beat) {
            return beat.label == BeatClass::Q && holds(episode, beat);
        });
        if (paced > 0 && static_cast<double>(paced) >= most * static_cast<double>(episode.beats)) {
            episode.code = code;
            episode.certainty =
                std::min(1.0, static_cast<double>(paced) / static_cast<double>(episode.beats));
            episode.reason = reason_of(
                std::to_string(paced) + " of " + std::to_string(episode.beats) + " beats", episode);
        }
    }
    return base;
}

std::vector<Episode> paced_runs(const std::vector<Episode>& base, const Beats& beats) {
    std::vector<Episode> runs;
    bool goes_on = false;
    for (const Beat& beat : beats) {
        if (beat.label != BeatClass::Q || is_paced_stretch(base, beat)) {
            goes_on = false;
            continue;
        }
        if (!goes_on || beat.after_gap) {
            runs.push_back({code, beat.time, beat.time, 0, {}});
        }
        goes_on = true;
        Episode& run = runs.back();
        run.offset = beat.time;
        ++run.beats;
        if (run.beats > 1) {
            run.rate = BeatsPerMinute{60 * static_cast<double>(run.beats - 1) /
                                      Seconds{run.offset - run.onset}.count()};
        }
        run.reason =
            reason_of(std::to_string(run.beats) + (run.beats == 1 ? " beat" : " beats"), run);
    }
    return runs;
}

} // namespace ecg::analyze
