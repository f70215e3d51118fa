#include "accuracy/score_channels.hpp"

#include "accuracy/match_points.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::accuracy {
namespace {

constexpr double qrs_reach = 0.15; // seconds, all
constexpr double p_reach = 0.4;
constexpr double qrs_end_reach = 0.3;
constexpr double t_reach = 0.7;

/// Where points of one kind of wave belong to one annotated beat.
struct Window {
    double from{};
    double to{};
    bool from_inside = true; ///< whether the ends themselves belong to it
    bool to_inside = true;

    [[nodiscard]] bool holds(double time) const {
        return (from_inside ? time >= from : time > from) && (to_inside ? time <= to : time < to);
    }
};

const std::vector<double>& list(const PointLists& lists, WaveKind kind, Place place) {
    return lists.at(point_index(kind, place));
}

Window p_window(const PointLists& reference, double qrs) {
    Window window{qrs - p_reach, qrs, false, true};
    for (const double t_end : list(reference, WaveKind::t, Place::offset)) {
        if (t_end < qrs) {
            window.from = std::max(window.from, t_end);
        }
    }
    return window;
}

Window t_window(const PointLists& reference, double qrs) {
    Window window{qrs, qrs + t_reach, true, false};
    for (const double qrs_end : list(reference, WaveKind::qrs, Place::offset)) {
        if (qrs_end >= qrs && qrs_end < qrs + qrs_end_reach) {
            window.from = qrs_end;
            break;
        }
    }
    for (const WaveKind kind : {WaveKind::p, WaveKind::qrs}) {
        for (const double onset : list(reference, kind, Place::onset)) {
            if (onset > qrs) {
                window.to = std::min(window.to, onset);
            }
        }
    }
    return window;
}

std::vector<Window> windows(const PointLists& reference, WaveKind kind) {
    std::vector<Window> all;
    for (const double qrs : list(reference, WaveKind::qrs, Place::peak)) {
        if (kind == WaveKind::qrs) {
            all.push_back({qrs - qrs_reach, qrs + qrs_reach});
        } else {
            all.push_back(kind == WaveKind::p ? p_window(reference, qrs)
                                              : t_window(reference, qrs));
        }
    }
    return all;
}

/// One channel's points of one kind, matched.
struct Channel {
    const std::vector<double>& found;
    Matching matching;

    [[nodiscard]] std::int64_t invented_in(const Window& window) const {
        std::int64_t count = 0;
        for (std::size_t i = 0; i < found.size(); ++i) {
            count += !matching.used[i] && window.holds(found[i]) ? 1 : 0;
        }
        return count;
    }
};

/// The smallest error that a channel has at that reference point.
std::optional<double> best_error(const std::vector<Channel>& channels, std::size_t reference) {
    std::optional<double> best;
    for (const Channel& channel : channels) {
        const auto& match = channel.matching.of_reference[reference];
        if (match && (!best || std::abs(match->error_ms) < std::abs(*best))) {
            best = match->error_ms;
        }
    }
    return best;
}

/// The channels taken together, the best one at each point.
Strip joint_strip(const std::vector<Channel>& channels, std::size_t reference_points,
                  const std::vector<Window>& windows) {
    Strip strip;
    for (std::size_t r = 0; r < reference_points; ++r) {
        if (const auto error = best_error(channels, r)) {
            strip.errors_ms.push_back(*error);
        } else {
            ++strip.missed;
        }
    }
    for (const Window& window : windows) {
        std::vector<std::int64_t> invented;
        for (const Channel& channel : channels) {
            invented.push_back(channel.invented_in(window));
        }
        strip.invented += *std::min_element(invented.begin(), invented.end());
    }
    return strip;
}

std::vector<std::vector<std::size_t>> groups_of(ChannelRule rule, std::size_t channels) {
    switch (rule) {
    case ChannelRule::first:
        return {{0}};
    case ChannelRule::second:
        return {{1}};
    case ChannelRule::best:
    case ChannelRule::pooled:
        break;
    }
    std::vector<std::vector<std::size_t>> groups(1);
    for (std::size_t c = 0; c < channels; ++c) {
        if (rule == ChannelRule::pooled && c > 0) {
            groups.emplace_back();
        }
        groups.back().push_back(c);
    }
    return groups;
}

} // namespace

void score_channels(PointScores& scores, const std::string& record, const PointLists& reference,
                    const std::vector<PointLists>& channels, ChannelRule rule) {
    for (std::size_t point = 0; point < point_count; ++point) {
        const auto places = windows(reference, kind_of(point));
        for (const auto& group : groups_of(rule, channels.size())) {
            std::vector<Channel> matched;
            for (const std::size_t c : group) {
                const auto& found = channels.at(c).at(point);
                matched.push_back({found, match_points(reference.at(point), found)});
            }
            Strip strip = joint_strip(matched, reference.at(point).size(), places);
            strip.record = record;
            strip.lead = group.size() == 1 ? std::to_string(group.front()) : "best";
            scores.at(point).add(std::move(strip));
        }
    }
}

} // namespace ecg::accuracy
