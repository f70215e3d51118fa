// What intervals say about beats: how early they come, and whether the rhythm suddenly runs.
#pragma once

#include "model/beats.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace ecg::analyze {

/// Intervals of a minute's beats and what is usual around each.
class BeatTiming {
public:
    /// `dominant`: which beats have the dominant shape.
    BeatTiming(const Beats& beats, std::vector<bool> dominant);

    /// Seconds from the beat before; absent for the first, across gaps, and beyond the last.
    [[nodiscard]] std::optional<double> before(std::size_t i) const;

    [[nodiscard]] std::optional<double> after(std::size_t i) const { return before(i + 1); }

    /// The median interval around a beat, s: between dominant beats where there are enough.
    [[nodiscard]] std::optional<double> usual(std::size_t i) const { return usual_[i]; }

    /// The same between all beats.
    [[nodiscard]] std::optional<double> usual_of_all(std::size_t i) const;

    /// A quantile of the intervals up to `reach` beats around one, whatever the beats.
    [[nodiscard]] std::optional<double> quantile(std::size_t i, std::size_t reach,
                                                 double share) const;

    /// The median step from interval to interval between dominant beats, over the usual one, at
    /// most 1; 0 when there are too few.
    [[nodiscard]] double uneven(std::size_t i) const { return uneven_[i]; }

    /// The same between all beats, where it does not follow a pattern of up to four: the least of
    /// the median differences to the interval one to four later.
    [[nodiscard]] double uneven_of_all(std::size_t i) const;

    [[nodiscard]] bool is_dominant(std::size_t i) const { return dominant_[i]; }

    [[nodiscard]] std::size_t size() const { return dominant_.size(); }

private:
    [[nodiscard]] std::vector<double> around(std::size_t i, std::size_t reach, bool dominant) const;

    [[nodiscard]] std::optional<double> find_usual(std::size_t i) const;
    [[nodiscard]] double find_uneven(std::size_t i) const;

    std::vector<bool> dominant_;
    std::vector<std::optional<double>> rr_;
    std::vector<std::optional<double>> usual_;
    std::vector<double> uneven_;
};

/// What was usual before the rhythm suddenly ran; goes on from minute to minute.
struct Pace {
    std::vector<double> last; ///< s, intervals outside runs
    bool running = false;
    int run_beats = 0;
};

/// Which dominant beats belong to a run: from a sudden start on, without a pause, intervals a
/// sixth shorter than before and faster than 100 a minute, in a rhythm that is not uneven.
std::vector<bool> find_runs(const BeatTiming& timing, Pace& pace);

} // namespace ecg::analyze
