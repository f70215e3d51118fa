// A recording in pieces of any size becomes session lines of five seconds.
#pragma once

#include "common/units.hpp"
#include "model/session_line.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ecg::acquire {

/// Where the pieces were cut makes no difference to the lines.
class SessionCutter {
public:
    /// Takes the next piece of the same session; returns the lines that are full now. The last
    /// samples are kept back, since nobody knows yet whether they end the session.
    /// Throws Error{data} when leads or rate differ from the piece before.
    std::vector<SessionLine> add(Recording piece);

    /// The rest, as one line with `end`. Absent when nothing was ever added.
    std::optional<SessionLine> finish(const std::string& reason);

    static constexpr Seconds line_length{5};

private:
    struct LeadsOff {
        std::int64_t first{}, end{}; ///< samples of the piece that said so
        std::vector<std::string> names;
    };

    [[nodiscard]] std::int64_t end_of_line(std::int64_t sequence) const;
    [[nodiscard]] std::int64_t waiting() const;
    SessionLine take(std::int64_t count);
    void forget_taken();

    std::optional<Recording> rest_;   ///< samples that came, from rest_->first_sample on
    std::int64_t taken_ = 0;          ///< how many of them are in lines already
    std::vector<LeadsOff> leads_off_; ///< by piece
    std::int64_t origin_ = 0;         ///< index of the session's first sample
    std::int64_t sequence_ = 0;
    std::int64_t gaps_ = 0;
};

} // namespace ecg::acquire
