// A recording in pieces of any size becomes session lines of equal length.
#pragma once

#include "common/units.hpp"
#include "model/session_line.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ecg::acquire {

/// How a session begins: as a new one, or where an interrupted one stood.
struct SessionStart {
    std::int64_t sequence = 0;     ///< of the next line
    std::int64_t first_sample = 0; ///< where its first line began, when sequence > 0
    std::int64_t next_sample = 0;  ///< where its last line ended, when sequence > 0
    std::int64_t gaps = 0;         ///< so far
};

/// Where the pieces were cut makes no difference to the lines. Between pieces samples may be
/// missing: a gap tells of them, as NaN in the lines up to longest_filled, and beyond that
/// without lines.
class SessionCutter {
public:
    explicit SessionCutter(Seconds line_length = Seconds{5}, SessionStart start = {});

    /// Takes the next piece of the same session; returns the lines that are full now. The last
    /// samples are kept back, since nobody knows yet whether they end the session.
    /// Throws Error{data} when leads or rate differ from the piece before.
    std::vector<SessionLine> add(Recording piece);

    /// What is waiting, as a short line; the next ends where it would have. Absent when nothing
    /// waits.
    std::optional<SessionLine> cut_now();

    /// The rest, as one line with `end`. Absent when nothing was ever added. tail: samples behind
    /// the rest that never came and are in no line.
    std::optional<SessionLine> finish(const std::string& reason,
                                      const std::optional<Gap>& tail = std::nullopt);

    static constexpr Seconds longest_filled{10};

private:
    struct LeadsOff {
        std::int64_t first{}, end{}; ///< samples of the piece that said so
        std::vector<std::string> names;
    };

    [[nodiscard]] std::int64_t end_of_line() const;
    [[nodiscard]] std::int64_t waiting() const;
    void begin(Recording piece);
    void close_hole(const Recording& piece, std::vector<SessionLine>& lines);
    SessionLine take(std::int64_t count);
    void forget_taken();

    Seconds line_length_;
    bool resumed_;
    std::optional<Recording> rest_;   ///< samples that came, from rest_->first_sample on
    std::int64_t taken_ = 0;          ///< how many of them are in lines already
    std::vector<LeadsOff> leads_off_; ///< by piece
    std::int64_t origin_;             ///< index of the session's first sample
    std::int64_t sequence_;
    std::int64_t gaps_;
    std::int64_t told_until_; ///< end of the last line
};

} // namespace ecg::acquire
