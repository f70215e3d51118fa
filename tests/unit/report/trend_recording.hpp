// Analyses of long recordings whose every beat is known, for the tests of trends.
#pragma once

#include "example_recording.hpp"

#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace ecg::report::test {

/// Normal beats from 0 s on that lie these many milliseconds apart, in a recording that ends with
/// the last.
inline Analysis beats_apart(const std::vector<double>& rr_ms) {
    Analysis analysis;
    analysis.rate_hz = 100;
    double time = 0;
    analysis.beats.push_back({Seconds{0}});
    for (const double rr : rr_ms) {
        time += rr / 1000;
        analysis.beats.push_back({Seconds{time}});
    }
    analysis.samples = std::llround(time * analysis.rate_hz);
    analysis.measurements.beats = static_cast<std::int64_t>(analysis.beats.size());
    analysis.measurements.hrv.settings.emplace();
    return analysis;
}

/// One short lead that says it goes on as long as the analysis does.
inline Recording recording_of(const Analysis& analysis) {
    Recording recording = example_recording({"II"}, 10, 100);
    recording.samples_beyond = std::max<std::int64_t>(0, analysis.samples - 1000);
    return recording;
}

inline void add_episode(Analysis& analysis, const char* code, double from, double to,
                        std::int64_t beats = 0) {
    Episode episode;
    episode.code = code;
    episode.onset = Seconds{from};
    episode.offset = Seconds{to};
    episode.beats = beats;
    if (beats > 1) {
        episode.rate = BeatsPerMinute{60 * static_cast<double>(beats - 1) / (to - from)};
    }
    analysis.rhythm.episodes.push_back(episode);
}

/// A day of a hundred thousand beats of every kind, with gaps, episodes and a spectrum.
inline Analysis busy_day() {
    constexpr int count = 100'000;
    std::vector<double> rr;
    for (int i = 0; i < count; ++i) {
        const double slow = std::sin(2 * std::numbers::pi * i / count);
        rr.push_back(864 + 150 * slow + static_cast<double>((i * 7919LL) % 97) - 48);
    }
    Analysis analysis = beats_apart(rr);
    HeartRateVariability& hrv = analysis.measurements.hrv;
    for (std::size_t i = 50; i < analysis.beats.size(); i += 61) {
        const bool ventricular = i % 2 == 0;
        analysis.beats[i].label = ventricular ? BeatClass::V : BeatClass::S;
        const double at = analysis.beats[i].time.count();
        add_episode(analysis, ventricular ? "PVC" : "PAC", at, at, 1);
        hrv.left_out.push_back({static_cast<std::int64_t>(i), LeftOut::ectopic});
        ++hrv.ectopic;
    }
    for (const std::size_t i : {20'000U, 60'000U}) {
        analysis.beats[i].after_gap = true;
    }
    for (int hour = 0; hour < 24; ++hour) {
        const double from = 3600.0 * hour;
        add_episode(analysis, hour % 3 == 0 ? "AFIB" : "SR", from, from + 3600, 4000);
        for (int n = 0; n < 20; ++n) {
            add_episode(analysis, n % 2 == 0 ? "PAUSE" : "NSVT", from + 170 * n,
                        from + 170 * n + 2.5, n % 2 == 0 ? 0 : 5);
        }
    }
    analysis.rhythm.name = "SR";
    hrv.intervals = count - hrv.ectopic;
    hrv.mean_nn = Milliseconds{864};
    hrv.sd1 = Milliseconds{30};
    hrv.sd2 = Milliseconds{160};
    hrv.spectrum_segment = Seconds{300};
    hrv.spectrum = HrvSpectrum{Hertz{1.0 / 300}, std::vector<double>(120, 2000.5),
                               std::vector<double>(120, 1500.25)};
    hrv.welch = {std::nullopt, 74, 220, 500, 794, 30.6, 69.4, 0.44};
    return analysis;
}

} // namespace ecg::report::test
