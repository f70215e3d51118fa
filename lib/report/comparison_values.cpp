#include "report/comparison.hpp"
#include "report/wording.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace ecg::report {
namespace {

std::optional<double> number(const auto& quantity) {
    return quantity ? std::optional{static_cast<double>(quantity->value)} : std::nullopt;
}

std::optional<double> number(const std::optional<Milliseconds>& span) {
    return span ? std::optional{span->count()} : std::nullopt;
}

using Keys = std::initializer_list<std::string_view>;

Measured measured(const Measurements& from, std::optional<double> value,
                  std::optional<double> uncertainty, Keys keys) {
    return {value, uncertainty, value ? "" : absence_reason(from, keys)};
}

/// Why no wave has an axis: what is said of that of the QRS, unless it is of its own shape.
std::string frontal_reason(const Measurements& from) {
    std::string reason = absence_reason(from, {"qrs_axis_deg"});
    return reason.starts_with("equiphasic") ? "" : reason;
}

using Span = std::optional<Milliseconds> Measurements::*;

/// Makes rows of two sets of measurements.
class Rows {
public:
    Rows(const Measurements& earlier, const Measurements& later)
        : earlier_{earlier}, later_{later} {}

    template <class Read> void add(std::string label, std::string unit, Read read) {
        rows_.push_back({std::move(label), std::move(unit), read(earlier_), read(later_)});
    }

    void add_interval(std::string label, Span value, Span uncertainty, Keys keys) {
        add(std::move(label), "ms", [=](const Measurements& m) {
            return measured(m, number(m.*value), number(m.*uncertainty), keys);
        });
    }

    /// QTc is QT times a factor of RR, and so is its uncertainty: that of RR is small beside it.
    void add_corrected(std::string label, std::optional<Milliseconds> CorrectedQt::*formula,
                       std::string_view key) {
        add(std::move(label), "ms", [=](const Measurements& m) {
            const auto& qtc = m.qtc.*formula;
            const bool known = qtc && m.qt && m.qt_uncertainty && m.qt->count() > 0;
            return measured(m, number(qtc),
                            known ? std::optional{*m.qt_uncertainty / *m.qt * qtc->count()}
                                  : std::nullopt,
                            {key, "qt_ms", "rr_ms"});
        });
    }

    void add_axis(std::string label, std::optional<Degrees> Measurements::*axis, Keys keys) {
        add(std::move(label), "°", [=](const Measurements& m) {
            Measured found = measured(m, number(m.*axis), std::nullopt, keys);
            if (!found.value && found.reason.empty()) {
                found.reason = frontal_reason(m);
            }
            return found;
        });
        rows_.back().is_angle = true;
    }

    std::vector<ComparedValue> take() { return std::move(rows_); }

private:
    const Measurements& earlier_;
    const Measurements& later_;
    std::vector<ComparedValue> rows_;
};

double rounded(double value, int decimals) {
    const double unit = std::pow(10.0, decimals);
    return std::round(value * unit) / unit;
}

/// The shorter way round.
double turn(double degrees) {
    const double rest = std::remainder(degrees, 360.0);
    return rest <= -180 ? 180 : rest;
}

} // namespace

std::optional<double> difference_of(const ComparedValue& value) {
    if (!value.earlier.value || !value.later.value) {
        return std::nullopt;
    }
    const double difference =
        rounded(*value.later.value, value.decimals) - rounded(*value.earlier.value, value.decimals);
    return rounded(value.is_angle ? turn(difference) : difference, value.decimals);
}

std::optional<double> combined_uncertainty(const ComparedValue& value) {
    const auto& earlier = value.earlier.uncertainty;
    const auto& later = value.later.uncertainty;
    return earlier && later ? std::optional{std::hypot(*earlier, *later)} : std::nullopt;
}

Beyond beyond_uncertainty(const ComparedValue& value) {
    const std::optional<double> printed = difference_of(value);
    const std::optional<double> uncertainty = combined_uncertainty(value);
    if (!printed || !uncertainty) {
        return Beyond::unknown;
    }
    const double difference = *value.later.value - *value.earlier.value;
    const double size = std::abs(value.is_angle ? turn(difference) : difference);
    return *printed == 0 || size <= *uncertainty ? Beyond::within
           : size <= 2 * *uncertainty            ? Beyond::once
                                                 : Beyond::twice;
}

std::vector<ComparedValue> compared_values(const Analysis& earlier, const Analysis& later) {
    using M = Measurements;
    const M before = printed_measurements(earlier);
    const M after = printed_measurements(later);
    Rows rows{before, after};
    rows.add("Vent. rate", "bpm", [](const M& m) {
        return measured(m, number(m.heart_rate), std::nullopt, {"heart_rate_bpm", "rr_ms"});
    });
    rows.add_interval("P duration", &M::p_duration, &M::p_uncertainty, {"p_ms", "pr_ms"});
    rows.add_interval("PR", &M::pr, &M::pr_uncertainty, {"pr_ms"});
    rows.add_interval("QRS", &M::qrs, &M::qrs_uncertainty, {"qrs_ms"});
    rows.add_interval("QT", &M::qt, &M::qt_uncertainty, {"qt_ms"});
    rows.add_corrected("QTc Bazett", &CorrectedQt::bazett, "qtc_bazett_ms");
    rows.add_corrected("QTc Fridericia", &CorrectedQt::fridericia, "qtc_fridericia_ms");
    rows.add_axis("P axis", &M::p_axis, {"p_axis_deg", "pr_ms"});
    rows.add_axis("QRS axis", &M::qrs_axis, {"qrs_axis_deg"});
    rows.add_axis("T axis", &M::t_axis, {"t_axis_deg", "qt_ms"});
    return rows.take();
}

} // namespace ecg::report
