#include "acquire/stream/clock_fit.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::acquire {
namespace {

constexpr double half_life = 120;      // seconds
constexpr int points_for_a_slope = 4;  // seconds
constexpr double sure_enough = 1e-3;   // relative error of a rate that is worth telling
constexpr double believed = 2e-4;      // and of one that expected() goes by
constexpr double too_far = 0.05;       // seconds: a point that a busy host held up
constexpr int most_refused = 10;       // then the delay has come to stay
constexpr double least_jitter = 50e-6; // seconds; no host is more punctual

} // namespace

ClockFit::ClockFit(Hertz nominal) : period_{1 / nominal.value} {}

void ClockFit::add(std::int64_t index, Seconds arrival) {
    const auto x = static_cast<double>(index);
    const double y = arrival.count();
    if (!begun_) {
        begun_ = true;
        offset_ = y - x * period_;
        second_ = static_cast<std::int64_t>(std::floor(y));
    }
    if (static_cast<std::int64_t>(std::floor(y)) != second_) {
        close_second();
        second_ = static_cast<std::int64_t>(std::floor(y));
    }
    const double delay = y - (offset_ + x * period_);
    if (!second_has_one_ || delay < best_delay_) {
        second_has_one_ = true;
        best_index_ = x;
        best_arrival_ = y;
        best_delay_ = delay;
    }
    if (points_ < points_for_a_slope && delay < 0) {
        offset_ += delay; // the least delay is none
    }
}

void ClockFit::close_second() {
    if (!second_has_one_) {
        return;
    }
    second_has_one_ = false;
    const double off = best_arrival_ - (offset_ + best_index_ * period_);
    if (points_ >= points_for_a_slope && std::abs(off) > too_far && ++refused_ < most_refused) {
        return;
    }
    if (refused_ >= most_refused) {
        sums_ = {}; // begin anew with what is true now
        points_ = 0;
        offset_ += off;
    }
    refused_ = 0;
    add_point(best_index_, best_arrival_);
    refit();
}

void ClockFit::add_point(double index, double arrival) {
    // Move the sums' origin to the new point, and let the old ones fade.
    const double dx = index - newest_index_;
    const double dy = arrival - newest_arrival_;
    const double fade = points_ == 0 ? 0 : std::exp2(-dy / half_life);
    Sums s = sums_;
    s.xx += s.weight * dx * dx - 2 * dx * s.x;
    s.yy += s.weight * dy * dy - 2 * dy * s.y;
    s.xy += s.weight * dx * dy - dx * s.y - dy * s.x;
    s.x -= s.weight * dx;
    s.y -= s.weight * dy;
    sums_ = {fade * s.weight + 1, fade * s.x, fade * s.y, fade * s.xx, fade * s.xy, fade * s.yy};
    newest_index_ = index;
    newest_arrival_ = arrival;
    ++points_;
}

void ClockFit::refit() {
    const Sums& s = sums_;
    const double spread = s.xx - s.x * s.x / s.weight;
    if (points_ < 3 || spread <= 0) {
        offset_ = newest_arrival_ + s.y / s.weight - (newest_index_ + s.x / s.weight) * period_;
        return;
    }
    slope_ = (s.xy - s.x * s.y / s.weight) / spread;
    const double squares = s.yy - s.y * s.y / s.weight - slope_ * slope_ * spread;
    const double jitter = std::sqrt(std::max(0.0, squares) / (s.weight * (1 - 2.0 / points_)));
    slope_error_ = std::max(jitter, least_jitter) / std::sqrt(spread);
    if (points_ >= points_for_a_slope && slope_error_ < believed * slope_) {
        period_ = slope_;
    }
    offset_ = newest_arrival_ + s.y / s.weight - (newest_index_ + s.x / s.weight) * period_;
}

Seconds ClockFit::expected(double index) const {
    return Seconds{offset_ + index * period_};
}

double ClockFit::index_at(Seconds moment) const {
    return (moment.count() - offset_) / period_;
}

std::optional<Hertz> ClockFit::measured_rate() const {
    const auto error = relative_error();
    return error ? std::optional{Hertz{1 / slope_}} : std::nullopt;
}

std::optional<double> ClockFit::relative_error() const {
    if (points_ < points_for_a_slope || slope_ <= 0 || slope_error_ > sure_enough * slope_) {
        return std::nullopt;
    }
    return slope_error_ / slope_;
}

void ClockFit::delay_by(Seconds delay) {
    offset_ += delay.count();
    newest_arrival_ += delay.count();
    second_has_one_ = false;
}

} // namespace ecg::acquire
