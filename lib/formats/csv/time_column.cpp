#include "formats/csv/time_column.hpp"

#include "common/error.hpp"
#include "common/text.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::formats {
namespace {

constexpr double step_tolerance = 0.02;     // of the period, beyond what rounding explains
constexpr double drift_tolerance = 0.002;   // of the time since the first row
constexpr double rate_tolerance = 0.001;    // between the column and --rate
constexpr double coarsest = 0.01;           // uncertainty of a rate that is still told
constexpr double slowest_without_unit = 20; // Hz; below that the numbers are hardly seconds

double median_step(std::span<const RowTime> rows) {
    std::vector<double> steps;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        steps.push_back(rows[i].seconds - rows[i - 1].seconds);
    }
    const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
    std::nth_element(steps.begin(), middle, steps.end());
    return *middle;
}

} // namespace

double resolution_of(std::string_view text) {
    const auto digits = text.substr(0, text.find_first_of("eE"));
    if (digits.size() != text.size()) {
        return 0;
    }
    const auto point = text.find_last_of(".,");
    const auto decimals =
        point == std::string_view::npos
            ? 0
            : std::count_if(text.begin() + static_cast<std::ptrdiff_t>(point), text.end(),
                            [](char c) { return c >= '0' && c <= '9'; });
    return std::pow(10.0, -static_cast<double>(decimals));
}

void TimeColumn::fail(std::int64_t line, const std::string& why) const {
    const std::string place = line > 0 ? ":" + std::to_string(line) : "";
    throw Error{ErrorKind::data, subject_ + place + ": " + why};
}

void TimeColumn::check_steps(std::span<const RowTime> rows) const {
    const double usual = median_step(rows);
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const double step = rows[i].seconds - rows[i - 1].seconds;
        if (!(step >= 0) || (step == 0 && resolution_ == 0)) {
            fail(rows[i].line, "time does not increase");
        }
        if (std::abs(step - usual) > 1.01 * resolution_ + step_tolerance * usual) {
            fail(rows[i].line, "time steps by " + format_number(step, 6) + ", before by " +
                                   format_number(usual, 6));
        }
    }
}

Hertz TimeColumn::find_rate(std::span<const RowTime> rows, std::optional<Hertz> given) {
    rows_ = static_cast<std::int64_t>(rows.size());
    start_ = rows.front().seconds;
    last_ = rows.back();
    if (rows.size() < 2) {
        if (!given) {
            fail(0, "one row tells no sampling rate; give --rate");
        }
        period_ = 1 / given->value;
        return *given;
    }
    check_steps(rows);
    const double span = last_.seconds - start_;
    if (!(span > 0)) {
        fail(last_.line, "time does not increase");
    }
    const double rate = static_cast<double>(rows.size() - 1) / span;
    const double agreed = agreed_rate(rate, resolution_ / span, given);
    period_ = 1 / (agreed * scale_);
    return Hertz{agreed};
}

double TimeColumn::agreed_rate(double rate, double uncertainty, std::optional<Hertz> given) {
    const auto agrees = [&](double other) {
        return std::abs(rate - other) <= (uncertainty + rate_tolerance) * other;
    };
    if (!has_unit_ && rate < slowest_without_unit) {
        scale_ = 1e-3;
        if (!given || !agrees(given->value * scale_)) {
            fail(0, "time steps by " + format_number(1 / rate, 6) +
                        "; its header must name the unit, as in time_ms");
        }
        return given->value;
    }
    if (given) {
        if (!agrees(given->value)) {
            fail(0, "times tell " + format_number(rate, 3) + " Hz, --rate says " +
                        format_number(given->value, 3));
        }
        return given->value;
    }
    if (uncertainty > coarsest) {
        fail(0, "times are too coarse to tell the sampling rate; give --rate");
    }
    const double whole = std::round(rate);
    const bool is_whole = std::abs(rate - whole) <= (uncertainty + 1e-9) * rate;
    return is_whole ? whole : rate;
}

void TimeColumn::check(const RowTime& row) {
    const double step = row.seconds - last_.seconds;
    if (std::abs(step - period_) > 1.01 * resolution_ + step_tolerance * period_) {
        fail(row.line, "time steps by " + format_number(step, 6) + ", before by " +
                           format_number(period_, 6));
    }
    const double expected = static_cast<double>(rows_) * period_;
    const double elapsed = row.seconds - start_;
    if (std::abs(elapsed - expected) > resolution_ + period_ + drift_tolerance * expected) {
        fail(row.line, "time runs away from the sampling rate of " +
                           format_number(1 / (period_ * scale_), 3) + " Hz");
    }
    last_ = row;
    ++rows_;
}

} // namespace ecg::formats
