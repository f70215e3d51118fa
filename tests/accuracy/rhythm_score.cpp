#include "accuracy/rhythm_score.hpp"

#include <algorithm>
#include <string_view>

namespace ecg::accuracy {
namespace {

using Spans = std::vector<TimeSpan>; // in order, apart from each other

bool holds(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// The spans of any of the names, those that touch joined.
Spans spans_of(const std::vector<RhythmSpan>& all, const std::vector<std::string>& names) {
    Spans wanted;
    for (const RhythmSpan& one : all) {
        if (holds(names, one.name) && one.span.to > one.span.from) {
            wanted.push_back(one.span);
        }
    }
    std::sort(wanted.begin(), wanted.end(),
              [](const TimeSpan& a, const TimeSpan& b) { return a.from < b.from; });
    Spans joined;
    for (const TimeSpan& span : wanted) {
        if (!joined.empty() && span.from <= joined.back().to) {
            joined.back().to = std::max(joined.back().to, span.to);
        } else {
            joined.push_back(span);
        }
    }
    return joined;
}

Spans without(const Spans& spans, const Spans& holes) {
    Spans left;
    for (TimeSpan span : spans) {
        for (const TimeSpan& hole : holes) {
            if (hole.to <= span.from || hole.from >= span.to) {
                continue;
            }
            if (hole.from > span.from) {
                left.push_back({span.from, hole.from});
            }
            span.from = std::min(hole.to, span.to);
        }
        if (span.to > span.from) {
            left.push_back(span);
        }
    }
    return left;
}

Seconds common(const TimeSpan& span, const Spans& others) {
    Seconds sum{0};
    for (const TimeSpan& other : others) {
        const Seconds shared = std::min(span.to, other.to) - std::max(span.from, other.from);
        sum += std::max(Seconds{0}, shared);
    }
    return sum;
}

Seconds length_of(const Spans& spans) {
    Seconds sum{0};
    for (const TimeSpan& span : spans) {
        sum += span.to - span.from;
    }
    return sum;
}

std::int64_t count_touched(const Spans& spans, const Spans& by) {
    return std::count_if(spans.begin(), spans.end(),
                         [&](const TimeSpan& span) { return common(span, by) > Seconds{0}; });
}

template <class Count> std::optional<double> percent(Count part, Count rest) {
    const auto whole = static_cast<double>(part + rest);
    return whole > 0 ? std::optional{100 * static_cast<double>(part) / whole} : std::nullopt;
}

} // namespace

const std::vector<RhythmKind>& rhythm_kinds() {
    static const std::vector<RhythmKind> kinds{
        {"AFIB", {"(AFIB"}, {"AFIB"}, {"(AFL"}},
        {"AFL", {"(AFL"}, {"AFLT"}},
        {"SVTA", {"(SVTA"}, {"SVTAC"}},
        {"VT", {"(VT"}, {"VT", "NSVT"}},
        {"VFL, VF", {"(VFL", "(VF", "(VFIB"}, {"VF"}},
        {"ASYS", {"(ASYS"}, {"ASYS"}},
        {"B", {"(B"}, {"BIGU"}},
        {"T", {"(T"}, {"TRIGU"}},
        {"NOD", {"(NOD", "(J"}, {"JR", "AJR"}},
        {"IVR", {"(IVR"}, {"IVR", "AIVR"}},
        {"SBR", {"(SBR"}, {"SBRAD"}},
        {"BII", {"(BII"}, {"2AVB1", "2AVB2", "2T1", "HAVB"}},
        {"P", {"(P"}, {"PACE"}},
    };
    return kinds;
}

std::vector<RhythmSpan> marked_rhythms(const std::vector<formats::Annotation>& annotations,
                                       Hertz rate, Seconds end) {
    std::vector<RhythmSpan> marked;
    for (const formats::Annotation& a : annotations) {
        if (formats::annotation_symbol(a.code) != "+" || !a.text.starts_with('(')) {
            continue;
        }
        const Seconds time{static_cast<double>(a.sample) / rate.value};
        if (!marked.empty()) {
            marked.back().span.to = time;
        }
        marked.push_back({a.text, {time, std::max(time, end)}});
    }
    return marked;
}

std::vector<RhythmSpan> found_rhythms(const Rhythm& rhythm) {
    std::vector<RhythmSpan> found;
    for (const Episode& episode : rhythm.episodes) {
        found.push_back({episode.code, {episode.onset, episode.offset}});
    }
    return found;
}

RhythmScore& RhythmScore::operator+=(const RhythmScore& other) {
    both += other.both;
    missed += other.missed;
    invented += other.invented;
    marked_episodes += other.marked_episodes;
    marked_hit += other.marked_hit;
    found_episodes += other.found_episodes;
    found_true += other.found_true;
    return *this;
}

std::optional<double> RhythmScore::time_sensitivity() const {
    return percent(both.count(), missed.count());
}

std::optional<double> RhythmScore::time_predictivity() const {
    return percent(both.count(), invented.count());
}

std::optional<double> RhythmScore::episode_sensitivity() const {
    return percent(marked_hit, marked_episodes - marked_hit);
}

std::optional<double> RhythmScore::episode_predictivity() const {
    return percent(found_true, found_episodes - found_true);
}

RhythmScore score_rhythm(const RhythmKind& kind, const std::vector<RhythmSpan>& marked,
                         const std::vector<RhythmSpan>& found) {
    const Spans excused = spans_of(marked, kind.excused);
    const Spans truth = spans_of(marked, kind.marks);
    const Spans episodes = spans_of(found, kind.codes);
    const Spans said = without(episodes, excused);
    RhythmScore score;
    for (const TimeSpan& span : truth) {
        score.both += common(span, said);
    }
    score.missed = length_of(truth) - score.both;
    score.invented = length_of(said) - score.both;
    score.marked_episodes = static_cast<std::int64_t>(truth.size());
    score.marked_hit = count_touched(truth, said);
    score.found_episodes = count_touched(episodes, said);
    score.found_true = count_touched(episodes, without(truth, excused));
    return score;
}

} // namespace ecg::accuracy
