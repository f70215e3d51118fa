// The device's clock held against the host's: how fast it runs, and when a sample should arrive.
#pragma once

#include "common/units.hpp"

#include <cstdint>
#include <optional>

namespace ecg::acquire {

/// Samples arrive late by what the way costs, never early. So of each second only the sample that
/// came with the least delay counts, and a line is fitted through those, old ones fading
/// (half-life of two minutes). Bursts and a busy host move nothing.
class ClockFit {
public:
    /// nominal: what the device is said to take, believed until its own rate is known better.
    explicit ClockFit(Hertz nominal);

    /// Sample index came at arrival, on the host's monotonic clock. In order of arrival.
    void add(std::int64_t index, Seconds arrival);

    /// When sample index comes if nothing holds it up. Only after the first add.
    [[nodiscard]] Seconds expected(double index) const;
    /// The sample that is taken at this moment of the host's clock, fractional.
    [[nodiscard]] double index_at(Seconds moment) const;

    [[nodiscard]] bool has_begun() const { return begun_; }

    /// Samples a second of the host's clock; absent until it is sure to within 0.1 %.
    [[nodiscard]] std::optional<Hertz> measured_rate() const;
    /// One standard error of measured_rate, relative; absent when that is.
    [[nodiscard]] std::optional<double> relative_error() const;

    /// From now on everything is expected so much later (a delay that came to stay).
    void delay_by(Seconds delay);

private:
    struct Sums { ///< of the regression, about the newest point
        double weight = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;
    };

    void close_second();
    void add_point(double index, double arrival);
    void refit();

    double period_;   ///< seconds a sample that expected() goes by
    double offset_{}; ///< when sample 0 is expected
    bool begun_ = false;
    // the least delayed sample of the second that runs
    std::int64_t second_ = 0;
    double best_index_{}, best_arrival_{}, best_delay_{};
    bool second_has_one_ = false;
    Sums sums_;
    double newest_index_{}, newest_arrival_{}; ///< the point that the sums are about
    int points_ = 0;
    int refused_ = 0; ///< points in a row that lay too far off
    double slope_{}, slope_error_{};
};

} // namespace ecg::acquire
