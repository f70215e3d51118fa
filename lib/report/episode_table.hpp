// The episodes of a rhythm as rows of a table, the gravest first.
#pragma once

#include "common/time.hpp"
#include "model/analysis.hpp"
#include "report/canvas.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ecg::report {

struct EpisodeRow {
    std::string words;    ///< "Pause"
    std::string onset;    ///< by the clock, or since the start
    std::string duration; ///< "2.4 s"
    std::string beats;    ///< "–" where there is none within
    std::string rate;     ///< "–" where there is none
    std::string reason;
    bool critical = false;
    std::size_t alike = 1; ///< how many episodes it stands for
};

/// All episodes but plain sinus rhythm and single ectopic beats, by kind with the gravest first,
/// each kind with the longest first. start: of the session, absent where it is not known.
std::vector<EpisodeRow> episode_rows(const Analysis& analysis, const std::optional<UtcTime>& start);

/// Of each kind the longest, which stands for all of them. rows are those of episode_rows.
std::vector<EpisodeRow> rows_by_kind(const std::vector<EpisodeRow>& rows);

/// How many rows stand in a box of that height, below the names of the columns.
std::size_t rows_in(double height);

/// What stands above and below the rows.
struct EpisodeWords {
    std::string heading;
    bool by_kind = false; ///< each row stands for all of its kind
    std::string below;    ///< "12 more on page 3", in the room of one row
};

/// The reason is drawn where box is wide enough for it.
void draw_episodes(Canvas& canvas, const Box& box, std::span<const EpisodeRow> rows,
                   const EpisodeWords& words);

} // namespace ecg::report
