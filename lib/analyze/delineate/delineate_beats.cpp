#include "analyze/delineate/delineate_beats.hpp"

#include "analyze/delineate/average_beat.hpp"
#include "analyze/delineate/beat_waves.hpp"
#include "analyze/delineate/wave_match.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::analyze {
namespace {

constexpr Seconds p_moves{0.04}; // from beat to beat, at most
constexpr Seconds t_moves{0.03};

LeadRows rows_of(const AverageBeat& beat) {
    LeadRows rows;
    double squares = 0;
    for (std::size_t l = 0; l < beat.leads.size(); ++l) {
        if (beat.usable[l]) {
            rows.leads.emplace_back(beat.leads[l]);
            squares += beat.noise[l] * beat.noise[l];
        }
    }
    rows.noise =
        std::sqrt(squares / static_cast<double>(std::max<std::size_t>(1, rows.leads.size())));
    rows.rate_hz = beat.rate_hz;
    rows.recorded_hz = beat.recorded_hz;
    rows.fiducial = beat.fiducial;
    rows.rr_before = beat.rr_before;
    rows.rr_after = beat.rr_after;
    return rows;
}

LeadRows row_of(const AverageBeat& beat, std::size_t lead) {
    LeadRows row = rows_of(beat);
    row.leads = {beat.leads[lead]};
    row.noise = beat.noise[lead];
    return row;
}

/// The samples of a wave; absent when it has no onset or end.
std::optional<WaveReach> reach_of(const WaveMarks& wave, std::size_t length) {
    if (!wave.onset || !wave.offset || *wave.onset < 0) {
        return std::nullopt;
    }
    const auto from = static_cast<std::size_t>(*wave.onset);
    const std::size_t to = std::min(length, static_cast<std::size_t>(std::ceil(*wave.offset)) + 1);
    return to > from + 3 ? std::optional{WaveReach{from, to}} : std::nullopt;
}

Wave placed(const WaveMarks& marks, double shift, const AverageBeat& mean, Seconds fiducial) {
    const auto at = [&](const std::optional<double>& index) -> std::optional<Seconds> {
        if (!index) {
            return std::nullopt;
        }
        return fiducial + Seconds{(*index + shift - mean.fiducial) / mean.rate_hz};
    };
    return {at(marks.onset), at(marks.peak), at(marks.offset)};
}

/// How far P and T of one beat lie from where the mean beat has them; absent: no such wave.
struct Moves {
    std::optional<double> p;
    std::optional<double> t;
};

Moves moves_of(const FilteredRecording& clean, const MarkedBeat& marked, Seconds time) {
    const double place = (time - clean.start).count() * clean.rate.hertz();
    const auto move = [&](const WaveMarks& wave, Seconds most) -> std::optional<double> {
        const auto reach = reach_of(wave, marked.beat.length);
        if (!reach) {
            return wave.peak && !wave.onset ? std::optional{0.0} : std::nullopt;
        }
        const double start = place - marked.beat.fiducial + static_cast<double>(reach->from);
        const double end = start + static_cast<double>(reach->to - reach->from);
        if (start < 0 || end > static_cast<double>(clean.leads.front().samples.size())) {
            return std::nullopt; // cut by an end of the recording
        }
        return moved_by(clean, marked.beat, place, *reach,
                        static_cast<std::size_t>(most.count() * marked.beat.rate_hz));
    };
    return {move(marked.global.p, p_moves), move(marked.global.t, t_moves)};
}

Waves placed(const BeatMarks& marks, const Moves& moves, const AverageBeat& mean, Seconds time) {
    Waves waves;
    waves.qrs = placed(marks.qrs, 0, mean, time);
    if (moves.p) {
        waves.p = placed(marks.p, *moves.p, mean, time);
    }
    if (moves.t) {
        waves.t = placed(marks.t, *moves.t, mean, time);
    }
    return waves;
}

/// The mean beat of a shape with its marks. P goes where it does not come with the beat.
std::optional<MarkedBeat> mark_shape(const FilteredRecording& clean, const Beats& beats, int shape,
                                     bool lead_waves) {
    auto mean = average_beat(clean, beats, shape);
    if (!mean) {
        return std::nullopt;
    }
    MarkedBeat marked{std::move(*mean), {}, {}};
    const LeadRows rows = rows_of(marked.beat);
    if (rows.leads.empty()) {
        return std::nullopt;
    }
    marked.global = mark_waves(rows, nullptr);
    const bool ventricular = beats[marked.beat.members.front()].label == BeatClass::V;
    const auto p = reach_of(marked.global.p, marked.beat.length);
    if (ventricular || !p || !comes_with_the_beat(repetition(clean, beats, marked.beat, *p))) {
        marked.global.p = {};
    }
    for (std::size_t l = 0; lead_waves && l < marked.beat.leads.size(); ++l) {
        marked.leads.push_back(marked.beat.usable[l]
                                   ? mark_waves(row_of(marked.beat, l), &marked.global)
                                   : BeatMarks{});
    }
    return marked;
}

/// Waves must follow each other: a P that begins before the T before it ends is cut to begin there.
void put_in_order(Delineation& waves) {
    for (std::size_t i = 1; i < waves.size(); ++i) {
        auto& t_end = waves[i - 1].global.t.offset;
        const auto& p_start = waves[i].global.p.onset;
        const auto next = p_start ? p_start : waves[i].global.qrs.onset;
        if (t_end && next && *t_end > *next) {
            t_end =
                p_start && *t_end < *waves[i].global.p.peak ? std::optional{*next} : std::nullopt;
        }
    }
}

} // namespace

DelineatedBeats delineate_beats(const FilteredRecording& clean, const Beats& beats,
                                bool lead_waves) {
    DelineatedBeats result;
    result.waves.resize(beats.size());
    int shapes = 0;
    for (const Beat& beat : beats) {
        shapes = std::max(shapes, beat.shape + 1);
    }
    for (int shape = 0; shape < shapes; ++shape) {
        // The dominant beat is marked in every lead: the per-lead measurements come from it.
        auto marked = mark_shape(clean, beats, shape, lead_waves || shape == 0);
        if (!marked) {
            continue;
        }
        for (std::size_t b = 0; b < beats.size(); ++b) {
            if (beats[b].shape != shape) {
                continue;
            }
            const Moves moves = moves_of(clean, *marked, beats[b].time);
            result.waves[b].global = placed(marked->global, moves, marked->beat, beats[b].time);
            for (std::size_t l = 0; lead_waves && l < marked->leads.size(); ++l) {
                result.waves[b].leads.push_back(
                    placed(marked->leads[l], moves, marked->beat, beats[b].time));
            }
        }
        if (shape == 0) {
            result.dominant = std::move(marked);
        }
    }
    put_in_order(result.waves);
    return result;
}

} // namespace ecg::analyze
