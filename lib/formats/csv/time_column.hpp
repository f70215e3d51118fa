// The sampling rate that a column of times tells, and whether the times keep to it.
#pragma once

#include "common/units.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::formats {

/// The time of one row.
struct RowTime {
    double seconds = 0;
    std::int64_t line = 0;
};

/// The finest step that text can tell apart: 0.001 for "1.250"; 0 for "1e-3".
double resolution_of(std::string_view text);

/// Times of the first rows, then of one row after the other.
class TimeColumn {
public:
    /// subject: the file, to begin messages with. resolution in seconds. has_unit: whether the
    /// header says that these are seconds.
    TimeColumn(std::string subject, double resolution, bool has_unit)
        : subject_{std::move(subject)}, resolution_{resolution}, has_unit_{has_unit} {}

    /// The rate, from the first rows, that must agree with given. Throws Error{data} when the
    /// steps differ, "file:line: why", or are too coarse to tell.
    Hertz find_rate(std::span<const RowTime> rows, std::optional<Hertz> given);

    /// Holds the next row against the rate. Throws Error{data} "file:line: why".
    void check(const RowTime& row);

private:
    [[noreturn]] void fail(std::int64_t line, const std::string& why) const;
    void check_steps(std::span<const RowTime> rows) const;
    [[nodiscard]] double agreed_rate(double rate, double uncertainty, std::optional<Hertz> given);

    std::string subject_;
    double resolution_;
    bool has_unit_;
    double scale_ = 1; ///< seconds in one number, where the header does not say
    double period_ = 0;
    double start_ = 0;
    RowTime last_;
    std::int64_t rows_ = 0;
};

} // namespace ecg::formats
