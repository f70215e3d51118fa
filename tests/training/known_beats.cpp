#include "training/known_beats.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::training {
namespace {

using accuracy::MarkedWave;
using accuracy::Place;
using accuracy::point_index;
using accuracy::WaveKind;

constexpr double same_beat = 0.15; // s between the QRS of both

void put(KnownBeat& beat, const MarkedWave& wave) {
    beat.points.at(point_index(wave.kind, Place::onset)) = wave.onset;
    beat.points.at(point_index(wave.kind, Place::peak)) = wave.peak;
    beat.points.at(point_index(wave.kind, Place::offset)) = wave.offset;
}

void put(KnownBeat& beat, WaveKind kind, const Wave& wave) {
    const auto put_point = [&](Place place, const std::optional<Seconds>& time) {
        if (time) {
            beat.points.at(point_index(kind, place)) = time->count();
        }
    };
    put_point(Place::onset, wave.onset);
    put_point(Place::peak, wave.peak);
    put_point(Place::offset, wave.offset);
}

} // namespace

std::vector<KnownBeat> beats_of(const std::vector<MarkedWave>& waves) {
    const auto is_qrs = [](const MarkedWave& wave) { return wave.kind == WaveKind::qrs; };
    std::vector<KnownBeat> beats;
    auto before = waves.begin();
    for (auto qrs = std::find_if(before, waves.end(), is_qrs); qrs != waves.end();) {
        const auto next = std::find_if(qrs + 1, waves.end(), is_qrs);
        KnownBeat beat;
        beat.qrs = qrs->peak;
        put(beat, *qrs);
        const auto p = std::find_if(std::reverse_iterator{qrs}, std::reverse_iterator{before},
                                    [](const MarkedWave& w) { return w.kind == WaveKind::p; });
        if (p.base() != before) {
            put(beat, *p);
            beat.has_p = true;
        } else if (!beats.empty()) {
            beat.has_p = false;
        }
        const auto t =
            std::find_if(qrs + 1, next, [](const MarkedWave& w) { return w.kind == WaveKind::t; });
        if (t != next) {
            put(beat, *t);
            beat.has_t = true;
        } else if (next != waves.end()) {
            beat.has_t = false;
        }
        beats.push_back(beat);
        before = qrs + 1;
        qrs = next;
    }
    return beats;
}

std::vector<KnownBeat> beats_of(const synth::Truth& truth) {
    std::vector<KnownBeat> beats;
    for (const synth::TrueBeat& of : truth.beats) {
        KnownBeat beat;
        beat.qrs = of.r_peak.count();
        put(beat, WaveKind::p, of.waves.p);
        put(beat, WaveKind::qrs, of.waves.qrs);
        put(beat, WaveKind::t, of.waves.t);
        beat.has_p = of.waves.p.onset.has_value();
        if (of.waves.t.offset) {
            beat.has_t = true;
        }
        beats.push_back(beat);
    }
    return beats;
}

const KnownBeat* beat_at(const std::vector<KnownBeat>& beats, double time) {
    const auto closest =
        std::min_element(beats.begin(), beats.end(), [time](const auto& a, const auto& b) {
            return std::abs(a.qrs - time) < std::abs(b.qrs - time);
        });
    return closest != beats.end() && std::abs(closest->qrs - time) < same_beat ? &*closest
                                                                               : nullptr;
}

} // namespace ecg::training
