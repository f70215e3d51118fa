// How well one kind of point was found: counts and errors by strip, and figures over all strips.
#pragma once

#include "accuracy/points.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ecg::accuracy {

/// One lead of one record.
struct Strip {
    std::string record;
    std::string lead;
    std::int64_t missed = 0;
    std::int64_t invented = 0;
    std::vector<double> errors_ms; ///< of the points that were found: found minus reference
};

struct Counts {
    std::int64_t found = 0;
    std::int64_t missed = 0;
    std::int64_t invented = 0;

    /// Percent; absent where the reference, or the analysis, has no point.
    [[nodiscard]] std::optional<double> sensitivity() const;
    [[nodiscard]] std::optional<double> predictivity() const;
    [[nodiscard]] std::optional<double> f1() const;
};

class PointScore {
public:
    void add(Strip strip) { strips_.push_back(std::move(strip)); }

    [[nodiscard]] const std::vector<Strip>& strips() const { return strips_; }

    [[nodiscard]] Counts counts() const;
    /// Of all strips, in their order.
    [[nodiscard]] std::vector<double> errors_ms() const;

    /// The mean over the strips of their means, and of their standard deviations: "record-wise",
    /// as in most papers on QTDB.
    [[nodiscard]] std::optional<double> strip_mean_ms() const;
    [[nodiscard]] std::optional<double> strip_sd_ms() const;

    /// The strips that take part.
    [[nodiscard]] PointScore of_record(const std::string& record) const;
    [[nodiscard]] PointScore of_lead(const std::string& lead) const;

private:
    std::vector<Strip> strips_;
};

using PointScores = std::array<PointScore, point_count>;

} // namespace ecg::accuracy
