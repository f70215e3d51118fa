// Whether stated uncertainties are what the errors turn out to be.
#pragma once

#include "accuracy/points.hpp"

#include <array>
#include <optional>
#include <vector>

namespace ecg::accuracy {

/// A point as it was found, with its standard uncertainty.
struct UncertainPoint {
    double time{}; ///< seconds
    double sigma_ms{};
};

/// For each of point_names, ascending in time.
using UncertainPoints = std::array<std::vector<UncertainPoint>, point_count>;

struct UncertainError {
    double error_ms{};
    double sigma_ms{};
};

/// The errors of the points that were found, of one kind of point.
class Calibration {
public:
    void add(UncertainError error) { errors_.push_back(error); }

    [[nodiscard]] std::size_t size() const { return errors_.size(); }

    /// Percent of the errors that do not exceed their uncertainty: 68 when it is right.
    [[nodiscard]] std::optional<double> share_inside() const;
    [[nodiscard]] std::optional<double> median_sigma_ms() const;
    /// The size that 68 % of the errors do not exceed: what the uncertainty should be, as a whole.
    [[nodiscard]] std::optional<double> usual_error_ms() const;

private:
    std::vector<UncertainError> errors_;
};

using Calibrations = std::array<Calibration, point_count>;

/// Matches as scorers do and adds what matched.
void add_calibration(Calibrations& all, const PointLists& reference, const UncertainPoints& found);

} // namespace ecg::accuracy
