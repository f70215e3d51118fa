#include "report/rhythm_lanes.hpp"

#include "common/text.hpp"
#include "report/curve_style.hpp"
#include "report/episode_kinds.hpp"
#include "report/text_layout.hpp"
#include "report/wording.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>

namespace ecg::report {
namespace {

constexpr double lane_height = 3.6;
constexpr double count_height = 7;
constexpr double least_bar = 0.3;       // mm: shorter ones would not be seen
constexpr double narrowest_bin = 1.5;   // mm
constexpr double lasting_share = 0.005; // from here on a share says more than a number

/// Single beats, which are counted.
constexpr std::array<std::string_view, 2> counted{"PVC", "PAC"};

bool is_counted(const std::string& code) {
    return std::find(counted.begin(), counted.end(), code) != counted.end();
}

using EpisodesByCode = std::map<std::string, std::vector<Stretch>>;

EpisodesByCode by_code(const Rhythm& rhythm) {
    EpisodesByCode sorted;
    for (const Episode& episode : rhythm.episodes) {
        sorted[episode.code].push_back({episode.onset, episode.offset});
    }
    for (auto& [code, stretches] : sorted) {
        std::sort(stretches.begin(), stretches.end(),
                  [](const Stretch& a, const Stretch& b) { return a.from < b.from; });
    }
    return sorted;
}

/// stretches by time; those that lie closer than gap are one.
std::vector<Stretch> joined(const std::vector<Stretch>& stretches, Seconds gap) {
    std::vector<Stretch> out;
    for (const Stretch& stretch : stretches) {
        if (!out.empty() && stretch.from <= out.back().to + gap) {
            out.back().to = std::max(out.back().to, stretch.to);
        } else {
            out.push_back(stretch);
        }
    }
    return out;
}

double share_of(const std::vector<Stretch>& stretches, Seconds whole) {
    Seconds sum{0};
    for (const Stretch& stretch : joined(stretches, Seconds{0})) {
        sum += stretch.length();
    }
    return whole > Seconds{0} ? std::min(1.0, sum / whole) : 0;
}

Seconds bin_of(const TimeAxis& time) {
    constexpr std::array steps{1.0,   2.0,   5.0,   10.0,   30.0,   60.0,    120.0,
                               300.0, 600.0, 900.0, 1800.0, 3600.0, 14'400.0};
    for (const double step : steps) {
        if (step >= narrowest_bin * time.seconds_per_mm()) {
            return Seconds{step};
        }
    }
    return Seconds{86'400};
}

RhythmLane count_lane(const EpisodeKind& kind, const std::vector<Stretch>& stretches,
                      const TimeAxis& time) {
    RhythmLane lane;
    lane.bin = bin_of(time);
    const double length = time.seconds.high - time.seconds.low;
    lane.counts.assign(static_cast<std::size_t>(std::ceil(length / lane.bin.count())), 0);
    for (const Stretch& stretch : stretches) {
        const double bin = (stretch.from.count() - time.seconds.low) / lane.bin.count();
        const double last = static_cast<double>(lane.counts.size()) - 1;
        ++lane.counts[static_cast<std::size_t>(std::clamp(bin, 0.0, last))];
    }
    const std::int64_t most = *std::max_element(lane.counts.begin(), lane.counts.end());
    lane.words = kind.code + " in each " + duration_words(lane.bin.count()) + ", most " +
                 std::to_string(most);
    lane.figure = std::to_string(stretches.size()) + " ×";
    return lane;
}

/// The share of the recording of what lasts, else how many there are.
std::string figure_of(const EpisodeKind& kind, double share, std::size_t episodes) {
    if (kind.length == LengthToTell::in_words && share >= lasting_share) {
        return format_number(100 * share, share < 0.1 ? 1 : 0) + " %";
    }
    return std::to_string(episodes) + " ×";
}

RhythmLane bar_lane(const EpisodeKind& kind, const std::vector<Stretch>& stretches,
                    const TimeAxis& time) {
    const Seconds whole{time.seconds.high - time.seconds.low};
    RhythmLane lane;
    lane.words = kind.words;
    lane.critical = kind.critical;
    lane.figure = figure_of(kind, share_of(stretches, whole), stretches.size());
    lane.bars = joined(stretches, Seconds{0.5 * least_bar * time.seconds_per_mm()});
    return lane;
}

/// What found no lane of its own.
RhythmLane lane_of_rest(const std::vector<EpisodeKind>& kinds, const EpisodesByCode& episodes,
                        const TimeAxis& time) {
    std::vector<Stretch> all;
    EpisodeKind rest{"", "Other:", false, LengthToTell::in_words, 0};
    for (const EpisodeKind& kind : kinds) {
        const std::vector<Stretch>& more = episodes.at(kind.code);
        all.insert(all.end(), more.begin(), more.end());
        rest.words += " " + kind.code;
        rest.critical = rest.critical || kind.critical;
    }
    std::sort(all.begin(), all.end(),
              [](const Stretch& a, const Stretch& b) { return a.from < b.from; });
    return bar_lane(rest, all, time);
}

void draw_bars(Canvas& canvas, const Box& lane, const TimeAxis& time, const RhythmLane& drawn,
               const Colour& colour) {
    for (const Stretch& bar : drawn.bars) {
        const double left = std::max(lane.left, time.at(bar.from));
        const double right = std::min(lane.right(), time.at(bar.to));
        const double width = std::max(least_bar, right - left);
        fill_box(canvas,
                 {std::min(left, lane.right() - width), lane.top + 0.6, width, lane.height - 1.2},
                 colour);
    }
}

void draw_counts(Canvas& canvas, const Box& lane, const TimeAxis& time, const RhythmLane& drawn,
                 const Colour& colour) {
    const auto most =
        static_cast<double>(*std::max_element(drawn.counts.begin(), drawn.counts.end()));
    for (std::size_t i = 0; i < drawn.counts.size(); ++i) {
        if (drawn.counts[i] == 0) {
            continue;
        }
        const double from = time.seconds.low + static_cast<double>(i) * drawn.bin.count();
        const double left = time.seconds.at(from);
        const double right = std::min(lane.right(), time.seconds.at(from + drawn.bin.count()));
        const double height = (lane.height - 1.2) * static_cast<double>(drawn.counts[i]) / most;
        fill_box(
            canvas,
            {left + 0.1, lane.bottom() - 0.3 - height, std::max(0.1, right - left - 0.2), height},
            colour);
    }
}

double height_of(const RhythmLane& lane) {
    return lane.counts.empty() ? lane_height : count_height;
}

} // namespace

std::vector<RhythmLane> rhythm_lanes(const Analysis& analysis, const TimeAxis& time,
                                     std::size_t most) {
    const EpisodesByCode episodes = by_code(analysis.rhythm);
    std::vector<EpisodeKind> kinds;
    std::vector<RhythmLane> counts;
    for (const auto& [code, stretches] : episodes) {
        const EpisodeKind kind = kind_of(code, analysis.findings);
        if (is_counted(code)) {
            counts.insert(counts.begin(), count_lane(kind, stretches, time)); // PVC above PAC
        } else {
            kinds.push_back(kind);
        }
    }
    std::stable_sort(kinds.begin(), kinds.end(), [&](const EpisodeKind& a, const EpisodeKind& b) {
        const std::string& name = analysis.rhythm.name;
        return a.code == name || b.code == name ? a.code == name && b.code != name
                                                : a.place < b.place;
    });
    const std::size_t room = most > counts.size() ? most - counts.size() : 0;
    std::vector<RhythmLane> lanes;
    while (!kinds.empty() && (kinds.size() + lanes.size() <= room || lanes.size() + 1 < room)) {
        lanes.push_back(bar_lane(kinds.front(), episodes.at(kinds.front().code), time));
        kinds.erase(kinds.begin());
    }
    if (!kinds.empty()) {
        lanes.push_back(lane_of_rest(kinds, episodes, time));
    }
    lanes.insert(lanes.end(), counts.begin(), counts.end());
    return lanes;
}

double height_of(const std::vector<RhythmLane>& lanes) {
    double height = 0;
    for (const RhythmLane& lane : lanes) {
        height += height_of(lane);
    }
    return height;
}

void draw_lanes(Canvas& canvas, const Box& box, const LaneRoom& room, const TimeAxis& time,
                const std::vector<RhythmLane>& lanes) {
    constexpr double smallest = 1.8;
    double top = box.top;
    std::vector<Line> rules{{{box.left, top}, {box.right(), top}}};
    for (const RhythmLane& lane : lanes) {
        const Box at{box.left, top, box.width, height_of(lane)};
        const Colour colour = lane.critical         ? style::alarm
                              : lane.counts.empty() ? style::rhythm_bar
                                                    : style::event_bar;
        draw_bars(canvas, at, time, lane, colour);
        if (!lane.counts.empty()) {
            draw_counts(canvas, at, time, lane, colour);
        }
        const double baseline = at.bottom() - 1;
        TextStyle style = lane.critical ? style::small_warning : style::small;
        style.size = style::small.size;
        style = fitted(canvas, lane.words, style, room.words - 2, smallest);
        text_right(canvas, {box.left - 1.2, baseline},
                   ellipsized(canvas, lane.words, style, room.words - 1.5), style);
        canvas.text({box.right() + 1.2, baseline}, lane.figure, style::small);
        top = at.bottom();
        rules.push_back({{box.left, top}, {box.right(), top}});
    }
    canvas.lines(rules, style::hairline);
}

double share_of_time(const Rhythm& rhythm, const std::string& code, Seconds whole) {
    const EpisodesByCode episodes = by_code(rhythm);
    const auto found = episodes.find(code);
    return found != episodes.end() ? share_of(found->second, whole) : 0;
}

} // namespace ecg::report
