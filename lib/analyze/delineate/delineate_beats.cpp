#include "analyze/delineate/delineate_beats.hpp"

#include "analyze/delineate/average_beat.hpp"
#include "analyze/delineate/mark_beat.hpp"
#include "analyze/delineate/wave_match.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace ecg::analyze {
namespace {

constexpr Seconds p_moves{0.04}; // from beat to beat, at most
constexpr Seconds t_moves{0.03};
constexpr std::size_t part_beats = 12; // own: so many tell whether a P comes with them

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
    const auto ms = [&](double samples) { return Milliseconds{1000 * samples / mean.rate_hz}; };
    return {at(marks.onset),
            at(marks.peak),
            at(marks.offset),
            {ms(marks.spread.onset), ms(marks.spread.peak), ms(marks.spread.offset)}};
}

/// How far P and T of one beat lie from where the mean beat has them; absent: no such wave.
struct Moves {
    std::optional<double> p;
    std::optional<double> t;
};

/// A wave of a mean beat, and how far it may move from beat to beat.
class MovingWave {
public:
    MovingWave(const AverageBeat& mean, const WaveMarks& wave, Seconds most)
        : mean_{mean}, most_{static_cast<std::size_t>(most.count() * mean.rate_hz)} {
        if (const auto reach = reach_of(wave, mean.length)) {
            pattern_.emplace(mean, *reach);
        }
    }

    /// Where it is in the beat at place; absent where the mean beat has none or an end of the
    /// recording cuts it.
    [[nodiscard]] std::optional<Match> in(const FilteredRecording& clean, double place) const {
        if (!pattern_) {
            return std::nullopt;
        }
        const WaveReach reach = pattern_->reach();
        const double start = place - mean_.fiducial + static_cast<double>(reach.from);
        const double end = start + static_cast<double>(reach.to - reach.from);
        if (start < 0 || end > static_cast<double>(clean.leads.front().samples.size())) {
            return std::nullopt;
        }
        return pattern_->find(clean, place, most_);
    }

private:
    const AverageBeat& mean_;
    std::size_t most_;
    std::optional<WavePattern> pattern_;
};

/// P and T of a mean beat.
struct MovingWaves {
    MovingWave p;
    MovingWave t;

    explicit MovingWaves(const MarkedBeat& marked)
        : p{marked.beat, marked.global.p, p_moves}, t{marked.beat, marked.global.t, t_moves} {}

    /// A beat may speak against its P. T follows every QRS.
    [[nodiscard]] Moves in(const FilteredRecording& clean, Seconds time) const {
        const double place = (time - clean.start).count() * clean.rate.hertz();
        Moves moves;
        if (const auto match = p.in(clean, place); match && match->there) {
            moves.p = match->shift;
        }
        if (const auto match = t.in(clean, place)) {
            moves.t = match->shift;
        }
        return moves;
    }
};

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

/// Beats that are averaged: of one shape, and the early ones apart, since their P is another.
/// The dominant group comes first.
std::vector<std::vector<std::size_t>> groups_of(const Beats& beats) {
    std::map<std::pair<int, BeatClass>, std::vector<std::size_t>> groups;
    for (std::size_t b = 0; b < beats.size(); ++b) {
        groups[{beats[b].shape, beats[b].label}].push_back(b);
    }
    std::vector<std::vector<std::size_t>> ordered;
    for (auto& [key, members] : groups) {
        ordered.push_back(std::move(members));
    }
    const auto dominant =
        std::max_element(ordered.begin(), ordered.end(), [&](const auto& a, const auto& b) {
            const bool of_shape_a = beats[a.front()].shape == 0;
            const bool of_shape_b = beats[b.front()].shape == 0;
            return of_shape_a != of_shape_b ? of_shape_b : a.size() < b.size();
        });
    if (dominant != ordered.end()) {
        std::rotate(ordered.begin(), dominant, dominant + 1);
    }
    return ordered;
}

/// A mean beat with its marks, and how well each of its members repeats the P of the others.
struct MarkedGroup {
    MarkedBeat marked;
    std::vector<double> repetitions; ///< empty without P
};

/// The mean beat of a group with its marks. P goes where it does not come with the beat.
std::optional<MarkedGroup> mark_group(const FilteredRecording& clean, const Beats& beats,
                                      const std::vector<std::size_t>& group,
                                      const Network& network) {
    auto mean = average_beat(clean, beats, group);
    if (!mean) {
        return std::nullopt;
    }
    MarkedGroup group_marks{{std::move(*mean), {}, {}, {}}, {}};
    MarkedBeat& marked = group_marks.marked;
    MarksOfBeat marks = mark_beat(marked.beat, network);
    marked.global = marks.global;
    marked.outermost = marks.outermost;
    marked.leads = std::move(marks.leads);
    const auto p = reach_of(marked.global.p, marked.beat.length);
    if (p) {
        group_marks.repetitions = WavePattern{marked.beat, *p}.repetition(clean, beats);
    }
    if (!p ||
        !comes_with_the_beat(group_marks.repetitions, marks.p_present, marked.beat.rr_spread)) {
        group_marks.repetitions.clear();
        marked.global.p = {};
        marked.outermost.p = {};
        for (BeatMarks& lead : marked.leads) {
            lead.p = {};
        }
    }
    return group_marks;
}

/// The beats of a group whose P does not come with the beats around them, though it comes with most
/// of the group: fibrillation begins or ends among them.
std::set<std::size_t> without_p(const MarkedGroup& group) {
    std::set<std::size_t> without;
    const std::vector<std::size_t>& members = group.marked.beat.members;
    const std::size_t n = group.repetitions.size();
    for (std::size_t k = 0; n >= 2 * part_beats && k < n; ++k) {
        const std::size_t first = std::min(k - std::min(k, part_beats / 2), n - part_beats);
        const auto from = group.repetitions.begin() + static_cast<std::ptrdiff_t>(first);
        if (!still_comes({from, from + static_cast<std::ptrdiff_t>(part_beats)})) {
            const std::size_t next = k + 1 < n ? members[k + 1] : members[k] + 1;
            for (std::size_t b = members[k]; b < next; ++b) {
                without.insert(b);
            }
        }
    }
    return without;
}

/// P of those beats of a group of which a P comes with part of the beats on end, not with most of
/// all: fibrillation begins or ends among them.
void mark_p_in_parts(const FilteredRecording& clean, const Beats& beats,
                     const std::vector<std::size_t>& group, const DelineateSettings& settings,
                     Delineation& all) {
    for (std::size_t first = 0; first + part_beats <= group.size(); first += part_beats) {
        const bool is_last = first + 2 * part_beats > group.size();
        const auto from = group.begin() + static_cast<std::ptrdiff_t>(first);
        const std::vector<std::size_t> part(
            from, is_last ? group.end() : from + static_cast<std::ptrdiff_t>(part_beats));
        const auto part_marks = mark_group(clean, beats, part, settings.network);
        if (!part_marks || part_marks->marked.global.p.empty()) {
            continue;
        }
        const MarkedBeat* const marked = &part_marks->marked;
        const MovingWaves waves{*marked};
        for (const std::size_t b : part) {
            const Moves moves = waves.in(clean, beats[b].time);
            const auto p_of = [&](const BeatMarks& marks) {
                return placed(marks, moves, marked->beat, beats[b].time).p;
            };
            all[b].global.p = p_of(marked->global);
            for (Waves& outermost : all[b].outermost) {
                outermost.p = p_of(marked->outermost);
            }
            for (std::size_t l = 0; l < all[b].leads.size(); ++l) {
                all[b].leads[l].p = p_of(marked->leads[l]);
            }
        }
    }
}

} // namespace

DelineatedBeats delineate_beats(const FilteredRecording& clean, const Beats& beats,
                                const DelineateSettings& settings) {
    DelineatedBeats result;
    result.waves.resize(beats.size());
    for (const std::vector<std::size_t>& group : groups_of(beats)) {
        auto group_marks = mark_group(clean, beats, group, settings.network);
        if (!group_marks) {
            continue;
        }
        MarkedBeat* const marked = &group_marks->marked;
        const MovingWaves waves{*marked};
        const std::set<std::size_t> lacking = without_p(*group_marks);
        for (const std::size_t b : group) {
            Moves moves = waves.in(clean, beats[b].time);
            if (lacking.contains(b)) {
                moves.p.reset();
            }
            result.waves[b].global = placed(marked->global, moves, marked->beat, beats[b].time);
            if (settings.lead_waves) {
                result.waves[b].outermost = {
                    placed(marked->outermost, moves, marked->beat, beats[b].time)};
            }
            for (std::size_t l = 0; settings.lead_waves && l < marked->leads.size(); ++l) {
                result.waves[b].leads.push_back(
                    placed(marked->leads[l], moves, marked->beat, beats[b].time));
            }
        }
        if (marked->global.p.empty() && group.size() >= 2 * part_beats) {
            mark_p_in_parts(clean, beats, group, settings, result.waves);
        }
        if (!result.dominant) {
            result.dominant = std::move(*marked);
        }
    }
    return result;
}

} // namespace ecg::analyze
