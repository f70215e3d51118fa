#include "formats/session/metrics_fields.hpp"

#include "common/text.hpp"

#include <array>

namespace ecg::formats {
namespace {

struct Field {
    const char* key;
    std::optional<double> Metrics::*value;
    int decimals;
    bool zero_is_a_value; ///< in the original app's text
};

constexpr std::array fields{
    Field{"heart_rate", &Metrics::heart_rate, 1, false},
    Field{"pr_interval", &Metrics::pr_interval, 1, false},
    Field{"qrs_duration", &Metrics::qrs_duration, 1, false},
    Field{"qrs_axis", &Metrics::qrs_axis, 1, true},
    Field{"st_segment", &Metrics::st_segment, 4, true},
    Field{"qt_interval", &Metrics::qt_interval, 1, false},
    Field{"qtc_interval", &Metrics::qtc_interval, 1, false},
    Field{"hrv", &Metrics::hrv, 1, true},
    Field{"rr_interval", &Metrics::rr_interval, 1, false},
};

/// The number that text begins with: 94 for "94 bpm", -179 for "-179°".
std::optional<double> leading_number(std::string_view text) {
    text = trim(text);
    return parse_number(text.substr(0, text.find_first_not_of("+-.0123456789")));
}

/// Absent for 0: the app shows "0 ms" for what it has not measured.
std::optional<double> positive_number(std::string_view text) {
    const auto number = leading_number(text);
    return number && *number > 0 ? number : std::nullopt;
}

/// "380/400 ms" stands for QT and QTc.
void read_qt_pair(std::string_view text, Metrics& metrics) {
    const auto slash = text.find('/');
    if (slash != std::string_view::npos) {
        metrics.qt_interval = positive_number(text.substr(0, slash));
        metrics.qtc_interval = positive_number(text.substr(slash + 1));
    }
}

} // namespace

void write_metrics(JsonWriter& json, const Metrics& metrics) {
    json.begin_object();
    for (const Field& field : fields) {
        const auto value = metrics.*field.value;
        json.key(field.key);
        if (value) {
            json.number(*value, field.decimals);
        } else {
            json.null();
        }
    }
    json.end_object();
}

Metrics read_metrics(const JsonValue& object) {
    Metrics metrics;
    for (const Field& field : fields) {
        const auto member = object.find(field.key);
        if (!member) {
            continue;
        }
        if (const auto text = member->text()) {
            metrics.*field.value =
                field.zero_is_a_value ? leading_number(*text) : positive_number(*text);
        } else {
            metrics.*field.value = member->number();
        }
    }
    read_qt_pair(object.text_at("qtc_interval").value_or(""), metrics);
    return metrics;
}

} // namespace ecg::formats
