#include "report/moments.hpp"

#include "common/text.hpp"
#include "report/episode_kinds.hpp"
#include "report/rate_extremes.hpp"
#include "report/wording.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>

namespace ecg::report {
namespace {

constexpr Seconds same_moment{1};

/// A moment that may be shown. The smaller rank, the rather.
struct Candidate {
    Moment moment;
    std::size_t rank = 0;
    bool tells_reason = true; ///< also where it is told on the strip of another
};

constexpr std::size_t critical_rank = 0;
constexpr std::size_t first_rank = 1;
constexpr std::size_t extreme_rank = 100; // behind the first of each kind
constexpr std::size_t longest_rank = 200;
constexpr std::size_t further_rank = 300;

Seconds length_of(const Episode& episode) {
    return episode.offset - episode.onset;
}

/// How early a single beat comes; "" where it cannot be told.
std::string coupling_words(const Beats& beats, const Episode& episode) {
    constexpr Seconds slack{0.2}; // the fiducial may stand outside the QRS by rounding
    const auto beat = std::lower_bound(beats.begin(), beats.end(), episode.onset - slack,
                                       [](const Beat& b, Seconds time) { return b.time < time; });
    if (beat == beats.end() || beat->time > episode.offset + slack || beat - beats.begin() < 2 ||
        beat->after_gap || (beat - 1)->after_gap) {
        return "";
    }
    const Milliseconds coupling = beat->time - (beat - 1)->time;
    const Milliseconds before = (beat - 1)->time - (beat - 2)->time;
    return "RR " + format_number(coupling.count(), 0) + " ms after " +
           format_number(before.count(), 0) + " ms";
}

std::string reason_words(const Episode& episode, const EpisodeKind& kind, const Beats& beats) {
    if (kind.length == LengthToTell::none && episode.reason.empty()) {
        return coupling_words(beats, episode);
    }
    std::string words = episode.reason;
    if (kind.length == LengthToTell::in_words) {
        words += (words.empty() ? "for " : ", for ") + duration_words(length_of(episode).count());
    }
    return words;
}

/// The episodes of one code, by time.
struct Group {
    EpisodeKind kind;
    std::vector<const Episode*> episodes;
};

std::vector<Group> groups_of(const Analysis& analysis) {
    std::map<std::string, std::vector<const Episode*>> by_code;
    for (const Episode& episode : analysis.rhythm.episodes) {
        if (!is_plain_sinus(episode.code)) {
            by_code[episode.code].push_back(&episode);
        }
    }
    std::vector<Group> groups;
    for (auto& [code, episodes] : by_code) {
        std::stable_sort(episodes.begin(), episodes.end(),
                         [](const Episode* a, const Episode* b) { return a->onset < b->onset; });
        groups.push_back({kind_of(code, analysis.findings), std::move(episodes)});
    }
    return groups;
}

const Episode* longest_of(const Group& group) {
    return *std::max_element(
        group.episodes.begin(), group.episodes.end(),
        [](const Episode* a, const Episode* b) { return length_of(*a) < length_of(*b); });
}

/// What is said of the place of an episode among its like.
std::string place_words(const Group& group, const Episode* episode) {
    const std::string count = std::to_string(group.episodes.size());
    if (group.episodes.size() == 1) {
        return "";
    }
    if (group.kind.length != LengthToTell::none && episode == longest_of(group)) {
        return ", longest of " + count;
    }
    const auto place = std::find(group.episodes.begin(), group.episodes.end(), episode);
    const auto number = place - group.episodes.begin() + 1;
    return (number == 1 ? ", first of " : ", no. " + std::to_string(number) + " of ") + count;
}

class Collector {
public:
    explicit Collector(const Analysis& analysis) : analysis_{analysis} {}

    void add_episodes(const std::vector<Group>& groups, std::size_t room) {
        for (const Group& group : groups) {
            const bool critical = group.kind.critical;
            const Episode* first = group.episodes.front();
            const Episode* longest = longest_of(group);
            add(group, first, critical ? critical_rank : first_rank + group.kind.place);
            if (group.kind.length != LengthToTell::none && longest != first) {
                add(group, longest, critical ? critical_rank : longest_rank + group.kind.place);
            }
            const std::size_t further = critical ? std::min(group.episodes.size(), room + 2) : 0;
            for (const Episode* episode : std::span{group.episodes}.first(further)) {
                if (episode != first && episode != longest) {
                    add(group, episode, further_rank);
                }
            }
        }
    }

    void add_extremes() {
        const RateExtremes extremes = rate_extremes(analysis_);
        add_rate("Fastest rate", extremes.fastest);
        add_rate("Slowest rate", extremes.slowest);
        if (extremes.longest_interval) {
            const Stretch& longest = *extremes.longest_interval;
            add("Longest RR interval", duration_words(longest.length().count()), longest);
        }
    }

    void add_longest_gap(const std::vector<Gap>& gaps) {
        if (gaps.empty() || !(analysis_.rate_hz > 0)) {
            return;
        }
        const SampleRate rate{Hertz{analysis_.rate_hz}};
        const Gap& gap = *std::max_element(
            gaps.begin(), gaps.end(), [](const Gap& a, const Gap& b) { return a.count < b.count; });
        const Stretch over{rate.time_of(static_cast<double>(gap.first)),
                           rate.time_of(static_cast<double>(gap.first + gap.count))};
        add(gaps.size() == 1 ? "Gap" : "Longest of " + std::to_string(gaps.size()) + " gaps",
            duration_words(over.length().count()) + " without signal" +
                (gap.cause.empty() ? "" : ": " + gap.cause),
            over);
    }

    std::vector<Candidate> in_order() {
        std::stable_sort(found_.begin(), found_.end(), [](const Candidate& a, const Candidate& b) {
            return a.rank != b.rank ? a.rank < b.rank : a.moment.shows.from < b.moment.shows.from;
        });
        return std::move(found_);
    }

private:
    void add(const Group& group, const Episode* episode, std::size_t rank) {
        found_.push_back({{group.kind.words + place_words(group, episode),
                           reason_words(*episode, group.kind, analysis_.beats),
                           group.kind.critical,
                           {episode->onset, episode->offset},
                           {}},
                          rank,
                          group.kind.length != LengthToTell::none});
    }

    void add(const std::string& words, const std::string& reason, const Stretch& shows) {
        found_.push_back({{words, reason, false, shows, {}}, extreme_rank, true});
    }

    void add_rate(const std::string& words, const std::optional<RateOver>& found) {
        if (found) {
            add(words,
                format_number(found->rate.value, 0) + "/min over " +
                    std::to_string(intervals_of_rate) + " RR intervals",
                found->over);
        }
    }

    const Analysis& analysis_;
    std::vector<Candidate> found_;
};

void join(std::string& out, const std::string& more) {
    out += (out.empty() || more.empty() ? "" : "; ") + more;
}

/// The onset stands a fifth of the strip from its left end, or the middle of what is short in the
/// middle. Strips begin at whole seconds.
Stretch window_of(const Stretch& shows, const MomentRoom& room) {
    constexpr double seen = 0.6; // of the strip
    const Seconds length = std::min(shows.length(), room.width * seen);
    const Seconds wanted =
        std::min(shows.from + length / 2 - room.width / 2, room.whole.to - room.width);
    const Seconds from = std::max(room.whole.from, Seconds{std::floor(wanted.count())});
    return {from, from + room.width};
}

/// Whether other can be seen on the strip of one, and is a part of what that shows.
bool is_seen_with(const Moment& one, const Moment& other) {
    constexpr double mostly = 0.5; // of the shorter one
    if (other.shows.from < one.window.from || other.shows.from > one.window.to) {
        return false;
    }
    if (abs(one.shows.from - other.shows.from) <= same_moment) {
        return true;
    }
    const Seconds both =
        std::min(one.shows.to, other.shows.to) - std::max(one.shows.from, other.shows.from);
    const Seconds shorter = std::min(one.shows.length(), other.shows.length());
    return other.shows.to <= one.window.to && both > Seconds{0} && both >= shorter * mostly;
}

std::string in_small_letters(std::string words) {
    const bool is_word = words.size() > 1 && words[1] >= 'a' && words[1] <= 'z';
    words[0] = is_word && words[0] >= 'A' && words[0] <= 'Z'
                   ? static_cast<char>(words[0] - 'A' + 'a')
                   : words[0];
    return words;
}

/// Whether candidate is told on a strip that is there.
bool join_another(std::vector<Moment>& shown, const Candidate& candidate) {
    const auto another = std::find_if(shown.begin(), shown.end(), [&](const Moment& one) {
        return is_seen_with(one, candidate.moment);
    });
    if (another == shown.end()) {
        return false;
    }
    join(another->words, in_small_letters(candidate.moment.words));
    if (candidate.tells_reason) {
        join(another->reason, candidate.moment.reason);
    }
    return true;
}

/// How many episodes of each kind begin on no strip.
std::string others_words(const std::vector<Group>& groups, const std::vector<Moment>& shown) {
    std::string words;
    for (const Group& group : groups) {
        const auto left = std::count_if(
            group.episodes.begin(), group.episodes.end(), [&](const Episode* episode) {
                return std::none_of(shown.begin(), shown.end(), [&](const Moment& one) {
                    return episode->onset >= one.window.from && episode->onset < one.window.to;
                });
            });
        if (left > 0) {
            words += (words.empty() ? "" : ", ") + std::to_string(left) + " × " +
                     in_small_letters(group.kind.words);
        }
    }
    return words;
}

} // namespace

Moments choose_moments(const Analysis& analysis, const std::vector<Gap>& gaps,
                       const MomentRoom& room) {
    std::vector<Group> groups = groups_of(analysis);
    std::stable_sort(groups.begin(), groups.end(),
                     [](const Group& a, const Group& b) { return a.kind.place < b.kind.place; });
    Collector collector{analysis};
    collector.add_episodes(groups, room.strips);
    collector.add_extremes();
    collector.add_longest_gap(gaps);

    Moments moments;
    for (Candidate& candidate : collector.in_order()) {
        if (!join_another(moments.shown, candidate) && moments.shown.size() < room.strips) {
            candidate.moment.window = window_of(candidate.moment.shows, room);
            moments.shown.push_back(std::move(candidate.moment));
        }
    }
    std::stable_sort(moments.shown.begin(), moments.shown.end(),
                     [](const Moment& a, const Moment& b) {
                         return a.critical != b.critical ? a.critical : a.shows.from < b.shows.from;
                     });
    moments.others = others_words(groups, moments.shown);
    return moments;
}

} // namespace ecg::report
