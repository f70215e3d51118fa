#include "report/episode_table.hpp"

#include "common/text.hpp"
#include "report/curve_style.hpp"
#include "report/episode_kinds.hpp"
#include "report/text_layout.hpp"
#include "report/time_axis.hpp"
#include "report/wording.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace ecg::report {
namespace {

constexpr double pitch = 3.85;
constexpr double names_baseline = 7.6; // of the columns, below the heading
constexpr double first_row = 11.8;
constexpr double wide_enough = 150; // for the reasons

constexpr std::array<std::string_view, 4> not_listed{"SR", "PVC", "PAC", "PACNC"};

struct Ranked {
    EpisodeKind kind;
    const Episode* episode;
};

std::string length_words(Seconds length) {
    const double seconds = length.count();
    return seconds < 120 ? format_number(seconds, 1) + " s" : duration_words(std::round(seconds));
}

EpisodeRow row_of(const Ranked& ranked, const std::optional<UtcTime>& start) {
    const Episode& episode = *ranked.episode;
    return {ranked.kind.words,
            moment_words(start, episode.onset),
            length_words(episode.offset - episode.onset),
            episode.beats > 0 ? std::to_string(episode.beats) : "–",
            episode.rate ? format_number(episode.rate->value, 0) : "–",
            episode.reason,
            ranked.kind.critical};
}

/// Where columns end, or begin (words and reason), from the left of the box.
struct TableColumns {
    double words;
    double number, onset, duration, beats, rate; ///< right edges
    double reason;                               ///< left edge
};

TableColumns columns_in(double width, bool by_kind) {
    const double numbers = width >= wide_enough ? 66 : width - 57;
    return {by_kind ? numbers - 10 : numbers - 1,
            numbers,
            numbers + 15,
            numbers + 33,
            numbers + 46,
            numbers + 57,
            numbers + 61};
}

void draw_names(Canvas& canvas, const Box& box, bool by_kind) {
    const TableColumns columns = columns_in(box.width, by_kind);
    const double y = box.top + names_baseline;
    const auto right = [&](double edge, const char* words) {
        text_right(canvas, {box.left + edge, y}, words, style::tick);
    };
    canvas.text({box.left, y}, by_kind ? "Kind" : "Episode", style::tick);
    if (by_kind) {
        right(columns.number, "Number");
    }
    right(columns.onset, by_kind ? "Longest at" : "Onset");
    right(columns.duration, "Duration");
    right(columns.beats, "Beats");
    right(columns.rate, "Rate/min");
    if (box.width >= wide_enough) {
        canvas.text({box.left + columns.reason, y}, "Measured", style::tick);
    }
    canvas.lines(std::array{Line{{box.left, y + 1.2}, {box.right(), y + 1.2}}}, style::hairline);
}

void draw_row(Canvas& canvas, const Box& line, bool by_kind, const EpisodeRow& row) {
    const TableColumns columns = columns_in(line.width, by_kind);
    const double y = line.top;
    const TextStyle words = fitted(canvas, row.words, row.critical ? style::warning : style::body,
                                   columns.words - 1, 2);
    canvas.text({line.left, y}, ellipsized(canvas, printable(row.words), words, columns.words),
                words);
    const auto right = [&](double edge, const std::string& text) {
        text_right(canvas, {line.left + edge, y}, text, fitted(canvas, text, style::body, 17, 2));
    };
    if (by_kind) {
        right(columns.number, std::to_string(row.alike));
    }
    right(columns.onset, row.onset);
    right(columns.duration, row.duration);
    right(columns.beats, row.beats);
    right(columns.rate, row.rate);
    if (line.width >= wide_enough) {
        const double room = line.width - columns.reason;
        const std::string reason = printable(row.reason);
        const TextStyle& usual = by_kind ? style::small_quiet : style::quiet; // one size a table
        const TextStyle style = fitted(canvas, reason, usual, room - 1, 2);
        canvas.text({line.left + columns.reason, y}, ellipsized(canvas, reason, style, room),
                    style);
    }
}

} // namespace

std::vector<EpisodeRow> episode_rows(const Analysis& analysis,
                                     const std::optional<UtcTime>& start) {
    std::vector<Ranked> ranked;
    for (const Episode& episode : analysis.rhythm.episodes) {
        if (std::find(not_listed.begin(), not_listed.end(), episode.code) == not_listed.end()) {
            ranked.push_back({kind_of(episode.code, analysis.findings), &episode});
        }
    }
    std::stable_sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) {
        if (a.kind.place != b.kind.place) {
            return a.kind.place < b.kind.place;
        }
        return a.episode->offset - a.episode->onset > b.episode->offset - b.episode->onset;
    });
    std::vector<EpisodeRow> rows;
    for (const Ranked& one : ranked) {
        rows.push_back(row_of(one, start));
    }
    return rows;
}

std::vector<EpisodeRow> rows_by_kind(const std::vector<EpisodeRow>& rows) {
    std::vector<EpisodeRow> kinds;
    for (const EpisodeRow& row : rows) {
        if (!kinds.empty() && kinds.back().words == row.words) {
            ++kinds.back().alike;
        } else {
            kinds.push_back(row);
        }
    }
    return kinds;
}

std::size_t rows_in(double height) {
    return height < first_row ? 0 : 1 + static_cast<std::size_t>((height - first_row) / pitch);
}

void draw_episodes(Canvas& canvas, const Box& box, std::span<const EpisodeRow> rows,
                   const EpisodeWords& words) {
    canvas.text({box.left, box.top + 3.4}, words.heading, style::heading);
    double y = box.top + first_row;
    if (rows.empty()) {
        canvas.text({box.left, box.top + names_baseline + 0.4}, words.below, style::quiet);
        return;
    }
    draw_names(canvas, box, words.by_kind);
    for (const EpisodeRow& row : rows) {
        draw_row(canvas, {box.left, y, box.width, pitch}, words.by_kind, row);
        y += pitch;
    }
    canvas.text({box.left, y}, words.below, style::strong);
}

} // namespace ecg::report
