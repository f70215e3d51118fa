#include "common/text.hpp"
#include "report/wording.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace ecg::report {
namespace {

struct Value {
    std::string label;
    std::optional<double> number;
    std::string unit;
};

MeasurementRow row_of(const Value& value, const std::string& reason) {
    MeasurementRow row{value.label, {}, {}, reason};
    if (value.number) {
        row.number = format_number(*value.number, 0);
        row.unit = value.unit;
    }
    return row;
}

std::optional<double> count_of(const std::optional<Milliseconds>& span) {
    return span ? std::optional{span->count()} : std::nullopt;
}

std::string rate_unit(const Measurements& measured) {
    if (!measured.slowest || !measured.fastest) {
        return "bpm";
    }
    return "bpm (" + format_number(measured.slowest->value, 0) + "–" +
           format_number(measured.fastest->value, 0) + ")";
}

/// The usual QT, and beside it that by tangent, which is the shorter one.
std::string qt_unit(const Measurements& measured) {
    return measured.qt_tangent
               ? "ms (tangent " + format_number(measured.qt_tangent->count(), 0) + ")"
               : "ms";
}

std::string axis_words(const std::optional<Degrees>& axis) {
    if (!axis) {
        return "–";
    }
    std::string words = format_number(axis->value, 0);
    if (words.starts_with('-')) {
        words.replace(0, 1, "\u2212");
    }
    return words;
}

/// The three axes stand in one row, a dash for each that is absent.
MeasurementRow axis_row(const Measurements& measured) {
    MeasurementRow row{"P–QRS–T axes", {}, {}, {}};
    if (measured.p_axis || measured.qrs_axis || measured.t_axis) {
        row.number = axis_words(measured.p_axis) + " / " + axis_words(measured.qrs_axis) + " / " +
                     axis_words(measured.t_axis);
        row.unit = "°";
    } else {
        row.reason = absence_reason(measured, {"qrs_axis_deg", "p_axis_deg", "t_axis_deg"});
    }
    return row;
}

/// In atrial flutter T ends nowhere that can be seen: what was found there is not printed.
Measurements without_qt(Measurements measured) {
    measured.qt = std::nullopt;
    measured.qt_tangent = std::nullopt;
    measured.qtc = {};
    for (const char* key : {"qt_ms", "qtc_bazett_ms", "qtc_fridericia_ms"}) {
        measured.absences.insert(measured.absences.begin(), {key, "T ends in flutter waves"});
    }
    return measured;
}

} // namespace

std::string absence_reason(const Measurements& measured,
                           std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys) {
        const auto found = std::find_if(measured.absences.begin(), measured.absences.end(),
                                        [&](const Absence& absence) { return absence.key == key; });
        if (found != measured.absences.end()) {
            return found->reason;
        }
    }
    return {};
}

Measurements printed_measurements(const Analysis& analysis) {
    return analysis.rhythm.name == "AFLT" ? without_qt(analysis.measurements)
                                          : analysis.measurements;
}

std::vector<MeasurementRow> measurement_rows(const Analysis& analysis) {
    const Measurements measured = printed_measurements(analysis);
    const auto number = [](const auto& quantity) {
        return quantity ? std::optional{quantity->value} : std::nullopt;
    };
    std::vector<MeasurementRow> rows{
        row_of({"Vent. rate", number(measured.heart_rate), rate_unit(measured)},
               absence_reason(measured, {"heart_rate_bpm", "rr_ms"})),
        row_of({"PR", count_of(measured.pr), "ms"}, absence_reason(measured, {"pr_ms"})),
        row_of({"QRS", count_of(measured.qrs), "ms"}, absence_reason(measured, {"qrs_ms"})),
        row_of({"QT", count_of(measured.qt), qt_unit(measured)},
               absence_reason(measured, {"qt_ms"})),
        row_of({"QTc Bazett", count_of(measured.qtc.bazett), "ms"},
               absence_reason(measured, {"qtc_bazett_ms", "qt_ms", "rr_ms"})),
        row_of({"QTc Fridericia", count_of(measured.qtc.fridericia), "ms"},
               absence_reason(measured, {"qtc_fridericia_ms", "qt_ms", "rr_ms"})),
        axis_row(measured),
    };
    if (measured.hrv.sdnn) {
        rows.push_back(row_of({"SDNN", count_of(measured.hrv.sdnn), "ms"}, {}));
    }
    return rows;
}

} // namespace ecg::report
