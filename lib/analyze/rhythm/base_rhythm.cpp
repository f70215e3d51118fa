#include "analyze/rhythm/base_rhythm.hpp"

#include "analyze/interpret/criteria.hpp"
#include "analyze/limit.hpp"
#include "analyze/rhythm/fibrillation.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace ecg::analyze {
namespace {

constexpr std::size_t look_beats = 33;   // own: half a minute at 66/min
constexpr std::size_t spread_beats = 11; // own: ten seconds at 66/min, as on a printed strip
constexpr double p_repeats = 0.5;        // own: a P before at least so many beats is a sinus P
constexpr std::size_t many_jumps = 4;    // own: in one look; one missed beat makes two
constexpr double uneven_rmssd = 0.10;    // own: without P, no longer regular
constexpr Seconds longest_hole{5};       // own: longer missing stretches part the rhythm
constexpr double clear_flutter = 0.60;   // own: of how well its waves repeat
constexpr double by_the_atria = 0.8;     // own: certainty of what rests on their waves
constexpr Seconds shortest_stretch{10};  // a printed strip's length

struct NamedStretch {
    std::string_view name;
    BeatRange range;
};

std::string_view name_by_rate(const RhythmSigns& signs) {
    if (signs.sinus_rate && meets(criteria::slow, *signs.sinus_rate)) {
        return "SBRAD";
    }
    return signs.sinus_rate && meets(criteria::fast, *signs.sinus_rate) ? "STACH" : "SR";
}

bool is_arrhythmic(const std::optional<IntervalSpread>& spread) {
    return spread && meets(criteria::sinus_arrhythmia, spread->range) &&
           meets(criteria::sinus_arrhythmia_share, Share{spread->range / spread->mean});
}

std::string_view name_with_p(const RhythmLook& look) {
    if (look.signs.jumps >= many_jumps) {
        return "IRREG";
    }
    const std::string_view by_rate = name_by_rate(look.signs);
    return by_rate == "SR" && is_arrhythmic(look.spread) ? "SARRH" : by_rate;
}

std::string_view name_without_p(const RhythmLook& look) {
    const RhythmSigns& signs = look.signs;
    if (signs.rmssd_share > uneven_rmssd) {
        return "IRREG";
    }
    if (signs.rate && look.qrs && meets(criteria::wide_qrs, *look.qrs) &&
        meets(criteria::fast, *signs.rate)) {
        return "WQT";
    }
    if (signs.rate && look.qrs && !meets(criteria::wide_qrs, *look.qrs) &&
        meets(criteria::svt_rate, *signs.rate)) {
        return "SVTAC";
    }
    return "REGUL";
}

/// Regular beats without any P: from the AV node, or from the ventricles when wide.
std::string_view name_of_escape(const RhythmLook& look) {
    const RhythmSigns& signs = look.signs;
    if (!signs.rate || !look.qrs || meets(criteria::fast, *signs.rate)) {
        return "REGUL";
    }
    if (meets(criteria::wide_qrs, *look.qrs)) {
        return meets(criteria::very_slow, *signs.rate) ? "IVR" : "AIVR";
    }
    return meets(criteria::junctional_fast, *signs.rate) ? "AJR" : "JR";
}

std::string_view name_by_atria(BeatsPerMinute rate) {
    if (meets(criteria::slow, rate)) {
        return "SBRAD";
    }
    return meets(criteria::fast, rate) ? "STACH" : "SR";
}

/// What the waves between the beats say goes before what the beats say, but waves that hardly
/// repeat may as well be those of fibrillation.
std::string_view name_by_waves(const KnownRhythm& known, std::string_view by_beats) {
    if (known.complete) {
        return "3AVB";
    }
    if (known.flutter > 0) {
        return by_beats == "AFIB" && known.flutter < clear_flutter ? by_beats : "AFLT";
    }
    return known.has_atrial && known.atrial ? name_by_atria(*known.atrial) : by_beats;
}

/// What a look around each beat of run says.
std::vector<std::string_view> names_in(const Beats& beats, const Delineation& waves, BeatRange run,
                                       std::optional<Milliseconds> qrs,
                                       const std::vector<KnownRhythm>& known) {
    std::vector<std::string_view> names;
    RhythmLook look{{}, {}, qrs};
    std::size_t seen_first = beats.size();
    for (std::size_t i = run.first; i < run.last; ++i) {
        const BeatRange range = around(i, look_beats, run);
        if (range.first != seen_first) {
            look.signs = read_signs(beats, waves, range);
            seen_first = range.first;
        }
        look.spread = spread_of(beats, around(i, spread_beats, run));
        const std::string_view name = name_of(look);
        names.push_back(name == "REGUL" && known[i].without_p ? name_of_escape(look) : name);
    }
    return names;
}

/// One entry a beat of part. Where it does not fibrillate, nothing that does is looked at.
std::vector<std::string_view> names_of(const Beats& beats, const Delineation& waves, BeatRange part,
                                       std::optional<Milliseconds> qrs,
                                       const std::vector<KnownRhythm>& known) {
    const std::vector<bool> fibrillates = find_fibrillation(beats, waves, part);
    std::vector<std::string_view> names;
    while (names.size() < part.size()) {
        const auto from = fibrillates.begin() + static_cast<std::ptrdiff_t>(names.size());
        const auto to = std::find(from, fibrillates.end(), !*from);
        const std::size_t first = part.first + names.size();
        const BeatRange run{first, first + static_cast<std::size_t>(to - from)};
        if (*from) {
            names.insert(names.end(), run.size(), "AFIB");
        } else {
            const auto others = names_in(beats, waves, run, qrs, known);
            names.insert(names.end(), others.begin(), others.end());
        }
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        names[i] = name_by_waves(known[part.first + i], names[i]);
    }
    return names;
}

std::vector<NamedStretch> stretches_of(const std::vector<std::string_view>& names,
                                       std::size_t first) {
    std::vector<NamedStretch> stretches;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (stretches.empty() || stretches.back().name != names[i]) {
            stretches.push_back({names[i], {first + i, first + i}});
        }
        stretches.back().range.last = first + i + 1;
    }
    return stretches;
}

/// A stretch reaches to the first beat of the next.
Seconds end_of(const Beats& beats, BeatRange range, BeatRange part) {
    return beats[std::min(range.last, part.last - 1)].time;
}

bool is_too_short(const Beats& beats, const NamedStretch& stretch, BeatRange part) {
    const Seconds duration = end_of(beats, stretch.range, part) - beats[stretch.range.first].time;
    return stretch.name == "AFIB" ? !meets(criteria::af_duration, duration)
                                  : duration < shortest_stretch;
}

void join_equal(std::vector<NamedStretch>& stretches) {
    std::vector<NamedStretch> joined;
    for (const NamedStretch& stretch : stretches) {
        if (!joined.empty() && joined.back().name == stretch.name) {
            joined.back().range.last = stretch.range.last;
        } else {
            joined.push_back(stretch);
        }
    }
    stretches = std::move(joined);
}

/// The shortest of those that are too short takes its name from the longer of its neighbours,
/// until none is left.
std::vector<NamedStretch> without_short(const Beats& beats, std::vector<NamedStretch> stretches,
                                        BeatRange part) {
    for (;;) {
        join_equal(stretches);
        std::optional<std::size_t> brief;
        for (std::size_t i = 0; i < stretches.size(); ++i) {
            if (is_too_short(beats, stretches[i], part) &&
                (!brief || stretches[i].range.size() < stretches[*brief].range.size())) {
                brief = i;
            }
        }
        if (!brief || stretches.size() == 1) {
            return stretches;
        }
        const std::size_t before = *brief == 0 ? 1 : *brief - 1;
        const std::size_t after = *brief + 1 == stretches.size() ? before : *brief + 1;
        const bool to_after = stretches[after].range.size() > stretches[before].range.size();
        stretches[*brief].name = stretches[to_after ? after : before].name;
    }
}

/// A stretch has taken in short ones of other rates: slow or fast as a whole, or plain.
std::vector<NamedStretch> by_whole_rate(const Beats& beats, const Delineation& waves,
                                        std::vector<NamedStretch> stretches) {
    for (NamedStretch& stretch : stretches) {
        if (stretch.name == "SBRAD" || stretch.name == "STACH") {
            const std::string_view whole = name_by_rate(read_signs(beats, waves, stretch.range));
            stretch.name = whole == stretch.name ? stretch.name : "SR";
        }
    }
    join_equal(stretches);
    return stretches;
}

std::string counted(std::size_t count, std::size_t of) {
    return std::to_string(count) + " of " + std::to_string(of) + " beats";
}

/// Of names that rest on the waves between the beats; "" for others.
std::string reason_by_atria(std::string_view name, const RhythmSigns& total,
                            std::optional<BeatsPerMinute> atrial) {
    std::string reason;
    if (atrial) {
        reason = (name == "AFLT" ? "regular atrial waves, " : "P waves, ") + text_of(*atrial) +
                 (name == "3AVB" ? ", unrelated to QRS" : "");
    } else if (name == "JR" || name == "AJR" || name == "IVR" || name == "AIVR") {
        reason = "no P waves found";
    } else {
        return "";
    }
    return total.rate ? reason + ", rate " + text_of(*total.rate) : reason;
}

/// What speaks for the stretch's name, in numbers.
std::string reason_of(std::string_view name, const RhythmSigns& total) {
    std::string reason;
    if (name == "AFIB" || name == "IRREG") {
        reason = "RMSSD " + text_of(Share{total.rmssd_share}) + " of the mean RR, ";
    }
    reason += "P before " + counted(total.p_found, total.p_asked);
    if (total.sinus_rate && name == "SBRAD") {
        return reason + ", " + reason_for("rate", *total.sinus_rate, criteria::slow);
    }
    if (total.sinus_rate && name == "STACH") {
        return reason + ", " + reason_for("rate", *total.sinus_rate, criteria::fast);
    }
    if (total.sinus_rate && (name == "SR" || name == "SARRH")) {
        return reason + ", rate " + text_of(*total.sinus_rate);
    }
    if (total.rate && name == "SVTAC") {
        return reason + ", " + reason_for("rate", *total.rate, criteria::svt_rate);
    }
    return total.rate ? reason + ", rate " + text_of(*total.rate) : reason;
}

double certainty_of(std::string_view name, const RhythmSigns& total) {
    if (name == "AFIB") {
        return 1 / (1 + std::exp(-fibrillation_odds(total)));
    }
    if (name == "AFLT" || name == "3AVB") {
        return by_the_atria;
    }
    const bool by_p = name == "SR" || name == "SBRAD" || name == "STACH" || name == "SARRH";
    return by_p ? total.p_share() : 0.5;
}

/// The usual atrial rate of the beats of a stretch, where its name rests on it: flutter always
/// does, another name where most beats have a rate.
std::optional<BeatsPerMinute> atrial_rate(const std::vector<KnownRhythm>& known,
                                          const NamedStretch& stretch) {
    std::vector<double> rates;
    for (std::size_t i = stretch.range.first; i < stretch.range.last; ++i) {
        if (known[i].atrial) {
            rates.push_back(known[i].atrial->value);
        }
    }
    const bool rests_on_it = stretch.name == "AFLT" || 2 * rates.size() > stretch.range.size();
    return rests_on_it && !rates.empty()
               ? std::optional{BeatsPerMinute{dsp::median(std::move(rates))}}
               : std::nullopt;
}

Episode episode_of(const Beats& beats, const Delineation& waves, const NamedStretch& stretch,
                   BeatRange part, const std::vector<KnownRhythm>& known) {
    const RhythmSigns total = read_signs(beats, waves, stretch.range);
    const std::string by_atria = reason_by_atria(stretch.name, total, atrial_rate(known, stretch));
    return {std::string{stretch.name},
            beats[stretch.range.first].time,
            end_of(beats, stretch.range, part),
            static_cast<std::int64_t>(stretch.range.size()),
            total.rate,
            certainty_of(stretch.name, total),
            by_atria.empty() ? reason_of(stretch.name, total) : by_atria};
}

/// The parts of the recording between holes.
std::vector<BeatRange> parts_of(const Beats& beats) {
    std::vector<BeatRange> parts;
    std::size_t first = 0;
    for (std::size_t i = 1; i <= beats.size(); ++i) {
        const bool ends = i == beats.size() ||
                          (beats[i].after_gap && beats[i].time - beats[i - 1].time > longest_hole);
        if (ends) {
            parts.push_back({first, i});
            first = i;
        }
    }
    return parts;
}

} // namespace

std::string_view name_of(const RhythmLook& look) {
    return look.signs.p_share() >= p_repeats ? name_with_p(look) : name_without_p(look);
}

std::vector<Episode> base_episodes(const Beats& beats, const Delineation& waves,
                                   const Measurements& measured,
                                   const std::vector<KnownRhythm>& known) {
    std::vector<Episode> episodes;
    for (const BeatRange part : parts_of(beats)) {
        if (meets(criteria::few_beats, Count{static_cast<double>(part.size())})) {
            continue;
        }
        const auto names = names_of(beats, waves, part, measured.qrs, known);
        const auto stretches = by_whole_rate(
            beats, waves, without_short(beats, stretches_of(names, part.first), part));
        for (const NamedStretch& stretch : stretches) {
            episodes.push_back(episode_of(beats, waves, stretch, part, known));
        }
    }
    return episodes;
}

} // namespace ecg::analyze
