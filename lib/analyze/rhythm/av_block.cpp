#include "analyze/rhythm/av_block.hpp"

#include "analyze/interpret/criteria.hpp"
#include "analyze/limit.hpp"
#include "analyze/rhythm/episode_over.hpp"
#include "analyze/rhythm/own_p.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

namespace ecg::analyze {
namespace {

constexpr double same_step = 0.15;     // own: of the mean, for P waves of one clock
constexpr double same_rhythm = 0.25;   // own: the steps before and behind, which breath moves
constexpr Seconds shortest_step{0.33}; // own: 180 a minute; faster is no sinus
constexpr Seconds longest_step{1.6};
constexpr std::size_t most_dropped = 4; // in a row
constexpr std::size_t near = 8;         // own: beats between two dropped P of one episode
constexpr Seconds behind_t{-0.02};      // own: the middle of P, from the end of T on
constexpr std::size_t beside = 15;      // own: beats around an episode that must not speak against
constexpr double as_long = 0.2;         // own: of the usual interval with a dropped P
constexpr double most_have_one = 0.65;  // own: of the intervals as long as that
constexpr std::size_t many_leads = 3;   // own: fewer show a P less surely
constexpr std::size_t look_beats = 9;   // own: for complete block
constexpr std::size_t fewest_look = 5;

/// An interval in which P waves were dropped, on the clock of those around.
struct Dropped {
    std::size_t beat = 0;  ///< the one behind
    std::size_t count = 0; ///< of P waves
    Milliseconds pr_before{};
    Milliseconds pr_behind{};
};

bool may_be_conducted(const Beat& beat) {
    return beat.label == BeatClass::N || beat.label == BeatClass::S;
}

/// The interval before beat b lies between two beats that came through the AV node.
bool is_conducted_pair(const Beats& beats, std::size_t b) {
    return b > 0 && b < beats.size() && !beats[b].after_gap && may_be_conducted(beats[b - 1]) &&
           may_be_conducted(beats[b]);
}

/// The P waves from the beat before to beat b, its own the last.
std::vector<Seconds> p_between(const std::vector<BeatP>& p, std::size_t b) {
    std::vector<Seconds> all{*p[b - 1].own};
    all.insert(all.end(), p[b].lone.begin(), p[b].lone.end());
    all.push_back(*p[b].own);
    return all;
}

/// The step of the P waves from the beat before to beat b, one of which noise may have hidden;
/// absent when they keep no time.
std::optional<Seconds> step_of(const std::vector<BeatP>& p, std::size_t b) {
    if (!p[b - 1].own || !p[b].own) {
        return std::nullopt;
    }
    const std::vector<Seconds> all = p_between(p, b);
    Seconds shortest = all[1] - all[0];
    for (std::size_t i = 2; i < all.size(); ++i) {
        shortest = std::min(shortest, all[i] - all[i - 1]);
    }
    const double steps = std::round((all.back() - all.front()) / shortest);
    const Seconds mean = (all.back() - all.front()) / steps;
    for (std::size_t i = 1; i < all.size(); ++i) {
        const double taken = (all[i] - all[i - 1]) / mean;
        if (std::abs(taken - std::round(taken)) > same_step) {
            return std::nullopt;
        }
    }
    return steps <= static_cast<double>(all.size()) ? std::optional{mean} : std::nullopt;
}

/// The P waves of a neighbouring interval without a dropped one keep that step as well.
bool agrees(const Beats& beats, const std::vector<BeatP>& p, std::size_t b, Seconds step) {
    if (!is_conducted_pair(beats, b) || !p[b].lone.empty() || !p[b - 1].own || !p[b].own) {
        return true; // it says nothing
    }
    return std::abs((*p[b].own - *p[b - 1].own) / step - 1) <= same_rhythm;
}

bool is_behind_t(const Delineation& waves, std::size_t before, Seconds p) {
    const auto& end = waves[before].global.t.offset;
    return !end || p >= *end + behind_t;
}

std::vector<Dropped> dropped_in(const Beats& beats, const Delineation& waves,
                                const std::vector<BeatP>& p) {
    std::vector<Dropped> found;
    for (std::size_t b = 1; b < beats.size(); ++b) {
        const std::size_t count = p[b].lone.size();
        if (count == 0 || count > most_dropped || !is_conducted_pair(beats, b) ||
            !is_behind_t(waves, b - 1, p[b].lone.front())) {
            continue;
        }
        const auto step = step_of(p, b);
        if (step && *step >= shortest_step && *step <= longest_step &&
            agrees(beats, p, b - 1, *step) && agrees(beats, p, b + 1, *step)) {
            const auto dropped = // with the one that was hidden
                static_cast<std::size_t>(std::round((*p[b].own - *p[b - 1].own) / *step)) - 1;
            found.push_back({b, dropped, *p[b - 1].pr, *p[b].pr});
        }
    }
    return found;
}

/// Most of the intervals around the group that are as long as its own hold a dropped P as well:
/// where they do not, what looks like one comes by chance.
bool holds_together(const Beats& beats, const std::vector<Dropped>& group) {
    std::vector<double> own;
    for (const Dropped& one : group) {
        own.push_back((beats[one.beat].time - beats[one.beat - 1].time).count());
    }
    const double usual = dsp::median(std::move(own));
    const std::size_t first = group.front().beat > beside ? group.front().beat - beside : 1;
    const std::size_t last = std::min(beats.size(), group.back().beat + beside + 1);
    std::size_t similar = 0;
    for (std::size_t b = first; b < last; ++b) {
        const double rr = (beats[b].time - beats[b - 1].time).count();
        similar += is_conducted_pair(beats, b) && std::abs(rr / usual - 1) < as_long ? 1U : 0U;
    }
    return static_cast<double>(group.size()) >= most_have_one * static_cast<double>(similar);
}

/// The kind of a group of dropped P waves by most of its members.
std::string_view kind_of(const std::vector<Dropped>& group) {
    std::size_t high = 0;
    std::size_t every_second = 0;
    std::size_t growing = 0;
    for (std::size_t i = 0; i < group.size(); ++i) {
        const bool follows = (i > 0 && group[i].beat == group[i - 1].beat + 1) ||
                             (i + 1 < group.size() && group[i + 1].beat == group[i].beat + 1);
        high += group[i].count > 1 ? 1U : 0U;
        every_second += group[i].count == 1 && follows ? 1U : 0U;
        growing +=
            meets(criteria::wenckebach_growth, group[i].pr_before - group[i].pr_behind) ? 1U : 0U;
    }
    if (2 * high > group.size()) {
        return "HAVB";
    }
    if (2 * every_second > group.size()) {
        return "2T1";
    }
    return 2 * growing > group.size() ? "2AVB1" : "2AVB2";
}

std::string reason_of(const std::vector<Dropped>& group, std::string_view code) {
    std::size_t dropped = 0;
    std::vector<double> before;
    std::vector<double> behind;
    for (const Dropped& one : group) {
        dropped += one.count;
        before.push_back(one.pr_before.count());
        behind.push_back(one.pr_behind.count());
    }
    std::string reason = std::to_string(dropped) + " P waves not conducted";
    if (code == "2AVB1" || code == "2AVB2") {
        const Milliseconds shorter{std::round(dsp::median(before) - dsp::median(behind))};
        reason += ", PR behind them ";
        reason += shorter == Milliseconds{0}  ? "as long as"
                  : shorter > Milliseconds{0} ? text_of(shorter) + " shorter than"
                                              : text_of(-shorter) + " longer than";
        reason += " before";
    }
    return reason;
}

Episode episode_of(const Beats& beats, const std::vector<Dropped>& group) {
    const std::string_view code = kind_of(group);
    Episode episode = episode_over(beats, group.front().beat - 1, group.back().beat, code);
    episode.reason = reason_of(group, code);
    return episode;
}

/// P and QRS of the beats first to last - 1 each keep their own time.
bool is_dissociated(const Beats& beats, const std::vector<BeatP>& p, std::size_t first,
                    std::size_t last) {
    std::vector<double> rr;
    std::vector<double> pp;
    std::vector<double> pr;
    std::optional<Seconds> before;
    for (std::size_t b = first; b < last; ++b) {
        std::vector<Seconds> all = p[b].lone;
        if (p[b].own) {
            all.push_back(*p[b].own);
            pr.push_back(Milliseconds{*p[b].pr}.count());
        }
        if (b > first) {
            if (!is_conducted_pair(beats, b)) {
                return false;
            }
            rr.push_back((beats[b].time - beats[b - 1].time).count());
        }
        for (const Seconds one : b > first ? all : std::vector<Seconds>{}) {
            if (before) {
                pp.push_back((one - *before).count());
            }
            before = one;
        }
    }
    if (pr.size() < 3 || pp.size() + 1 < rr.size()) {
        return false;
    }
    const auto spread = [](const std::vector<double>& values) {
        return dsp::quantile(values, 0.9) - dsp::quantile(values, 0.1);
    };
    const double base = dsp::quantile(pp, 0.2); // a QRS hides some, which doubles a step
    std::size_t in_time = 0;
    for (const double step : pp) {
        const double steps = std::max(1.0, std::round(step / base));
        in_time += std::abs(step / (steps * base) - 1) < same_step ? 1U : 0U;
    }
    const double usual_rr = dsp::median(rr);
    return 5 * in_time >= 4 * pp.size() &&
           meets(criteria::dissociated_pr, Milliseconds{spread(pr)}) &&
           meets(criteria::dissociated_rr, Share{spread(rr) / usual_rr}) &&
           meets(criteria::slow, BeatsPerMinute{60 / usual_rr}) &&
           meets(criteria::dissociated_p, Share{usual_rr / base});
}

std::vector<Episode> complete_blocks(const Beats& beats, const std::vector<BeatP>& p) {
    std::vector<bool> blocked(beats.size());
    for (std::size_t first = 0; first + fewest_look <= beats.size(); ++first) {
        const std::size_t last = std::min(beats.size(), first + look_beats);
        if ((last - first == look_beats || first == 0) && is_dissociated(beats, p, first, last)) {
            std::fill(blocked.begin() + static_cast<std::ptrdiff_t>(first),
                      blocked.begin() + static_cast<std::ptrdiff_t>(last), true);
        }
    }
    std::vector<Episode> episodes;
    for (std::size_t first = 0; first < beats.size(); ++first) {
        std::size_t last = first;
        std::size_t waves = 0;
        for (; last < beats.size() && blocked[last]; ++last) {
            waves += last > first ? p[last].lone.size() + (p[last].own ? 1 : 0) : 0;
        }
        if (last < first + fewest_look) {
            continue;
        }
        Episode episode = episode_over(beats, first, last - 1, "3AVB");
        const double minutes = (episode.offset - episode.onset).count() / 60;
        episode.reason = "at least " +
                         text_of(BeatsPerMinute{static_cast<double>(waves) / minutes}) +
                         " P waves, unrelated to " + text_of(*episode.rate) + " QRS complexes";
        episodes.push_back(episode);
        first = last;
    }
    return episodes;
}

std::vector<Episode> second_degree(const Beats& beats, const std::vector<Dropped>& all,
                                   std::size_t fewest) {
    std::vector<Episode> episodes;
    std::vector<Dropped> group;
    const auto close = [&] {
        if (group.size() >= fewest && holds_together(beats, group)) {
            episodes.push_back(episode_of(beats, group));
        }
        group.clear();
    };
    for (const Dropped& one : all) {
        if (!group.empty() && one.beat > group.back().beat + near) {
            close();
        }
        group.push_back(one);
    }
    close();
    return episodes;
}

} // namespace

std::vector<Episode> av_blocks(const Beats& beats, const Delineation& waves,
                               const BetweenBeats& between) {
    const std::vector<BeatP> p = own_p_waves(beats, waves, between.p_waves);
    const bool many = between.leads >= many_leads;
    std::vector<Episode> episodes = many ? complete_blocks(beats, p) : std::vector<Episode>{};
    std::vector<Dropped> all = dropped_in(beats, waves, p);
    std::erase_if(all, [&](const Dropped& one) {
        return std::any_of(episodes.begin(), episodes.end(), [&](const Episode& e) {
            return beats[one.beat].time > e.onset && beats[one.beat].time <= e.offset;
        });
    });
    const std::vector<Episode> others = second_degree(beats, all, many ? 2 : 3);
    episodes.insert(episodes.end(), others.begin(), others.end());
    std::stable_sort(episodes.begin(), episodes.end(),
                     [](const Episode& a, const Episode& b) { return a.onset < b.onset; });
    return episodes;
}

} // namespace ecg::analyze
