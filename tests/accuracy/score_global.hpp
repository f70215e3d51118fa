// Global intervals of twelve leads against the limits of IEC 60601-2-25.
#pragma once

#include "accuracy/global_beats.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ecg::accuracy {

inline constexpr std::size_t interval_count = 4;
inline constexpr std::array<const char*, interval_count> interval_names{"P dur", "PQ", "QRS", "QT"};

/// What the mean and the standard deviation of the differences may be, ms [iec-60601-2-25].
struct IntervalLimit {
    double mean_ms;
    double sd_ms;
};

inline constexpr std::array<IntervalLimit, interval_count> interval_limits{
    {{10, 15}, {10, 10}, {10, 10}, {25, 30}}};

/// A record's interval: the median over the beats where both sides have it.
struct RecordInterval {
    std::string record;
    double reference_ms{};
    double found_ms{};

    [[nodiscard]] double difference_ms() const { return found_ms - reference_ms; }
};

struct IntervalScore {
    std::vector<RecordInterval> records;
    std::int64_t reference_only = 0; ///< beats with the interval on one side alone
    std::int64_t found_only = 0;

    [[nodiscard]] std::vector<double> differences_ms() const;
    /// Without the 4 % that lie farthest from the mean.
    [[nodiscard]] std::vector<double> usual_differences_ms() const;
};

struct GlobalScore {
    std::int64_t beats = 0; ///< of the reference
    std::int64_t found = 0;
    std::array<IntervalScore, interval_count> intervals;
    /// Errors of P onset, P offset, QRS onset, QRS offset and T offset, beat by beat.
    std::array<std::vector<double>, 5> point_errors_ms;
};

void score_global(GlobalScore& score, const std::string& record,
                  const std::vector<GlobalBeat>& reference, const std::vector<GlobalBeat>& found);

} // namespace ecg::accuracy
