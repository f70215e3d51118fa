#include "serve/api/metric_values.hpp"

#include "common/text.hpp"
#include "serve/api/extra_keys.hpp"
#include "serve/api/moments.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace ecg::serve {
namespace {

/// What a value may be. The ends are those of measurement, not of health: outside of them it is a
/// fault of the sender.
struct Range {
    std::string_view key;
    double least, most;
    std::string_view unit; ///< behind the number in display text
};

constexpr std::array ranges{
    Range{"heart_rate", 0, 600, "bpm"},
    Range{"pr_interval", 0, 2000, "ms"},
    Range{"qrs_duration", 0, 1000, "ms"},
    Range{"qrs_axis", -360, 360, "°"},
    Range{"st_segment", -1e6, 1e6, ""},
    Range{"st_interval", -1e6, 1e6, "ms"},
    Range{"qt_interval", 0, 5000, "ms"},
    Range{"qtc_interval", 0, 5000, "ms"},
    Range{"hrv", 0, 60'000, "ms"},
    Range{"rr_interval", 0, 60'000, "ms"},
    Range{"sampling_rate", 0, 100'000, "Hz"},
};

const Range* range_of(std::string_view key) {
    const auto* found = std::find_if(ranges.begin(), ranges.end(),
                                     [&](const Range& range) { return range.key == key; });
    return found != ranges.end() ? found : nullptr;
}

/// The number before a unit: "94 bpm", "-179°", "+0.5 mV". Absent for text without a unit, and for
/// what is no such text.
std::optional<double> displayed(std::string_view text, const Range& range) {
    text = trim(text);
    const std::size_t end = text.find_first_not_of("+-.0123456789");
    if (end == std::string_view::npos || end == 0) {
        // The app showed this one value without a unit.
        return range.key == "sampling_rate" ? parse_number(text) : std::nullopt;
    }
    const std::string_view unit = trim(text.substr(end));
    const bool right = range.unit.empty() || to_lower(unit) == to_lower(range.unit);
    return right ? parse_number(text.substr(0, end)) : std::nullopt;
}

bool is_placeholder(std::string_view text) {
    const std::string_view bare = trim(text);
    return bare.empty() || bare.find_first_not_of("-") == std::string_view::npos ||
           to_lower(bare) == "n/a";
}

class Reader {
public:
    explicit Reader(std::string field) : field_{std::move(field)} {}

    void read(const JsonValue& metrics) {
        JsonWriter json{out_.record.values};
        JsonWriter display{display_};
        json.begin_object();
        display.begin_object();
        metrics.each_member([&](std::string_view key, const JsonValue& value) {
            any_ = true;
            const Range* range = range_of(key);
            if (range == nullptr) {
                keep_unknown(key, value);
            } else if (value.kind() == JsonKind::null) {
                json.key(key).null();
            } else if (value.kind() == JsonKind::number) {
                take(*range, *value.number(), json);
            } else if (value.kind() == JsonKind::text) {
                display.member(key, *value.text());
                any_display_ = true;
                take_text(key, *value.text(), json);
            } else {
                add(key, "must be a number", true);
            }
        });
        json.end_object();
        display.end_object();
        if (!any_) {
            out_.problems.push_back({field_ + "metrics", "holds no value", false});
        }
    }

    ReadMetrics take(const JsonValue& body) {
        ExtraKeys extra;
        for (const auto& [key, json] : unknown_) {
            extra.add("metrics." + key, json);
        }
        if (any_display_) {
            extra.add("display", display_);
        }
        extra.add_unknown(body, {"timestamp", "metrics", "session_id", "type", "id"});
        out_.record.extra = extra.json();
        return std::move(out_);
    }

    ReadMetrics& out() { return out_; }

private:
    void add(std::string_view key, std::string message, bool wrong_form) {
        out_.problems.push_back(
            {field_ + "metrics." + std::string{key}, std::move(message), wrong_form});
    }

    void keep_unknown(std::string_view key, const JsonValue& value) {
        unknown_.emplace_back(key, value.json());
    }

    void take(const Range& range, double number, JsonWriter& json) {
        if (number < range.least || number > range.most) {
            add(range.key,
                "must be " + format_number(range.least, 0) + " to " + format_number(range.most, 0),
                false);
            return;
        }
        json.key(range.key).number(number);
        if (range.key == "heart_rate") {
            out_.record.heart_rate = number;
        } else if (range.key == "st_segment") {
            out_.record.st_segment = number;
        }
    }

    /// "380/400 ms" under qtc_interval are QT and QTc.
    void take_text(std::string_view key, std::string_view text, JsonWriter& json) {
        const Range& range = *range_of(key);
        if (is_placeholder(text)) {
            json.key(key).null();
            return;
        }
        const std::size_t slash = text.find('/');
        if (key == "qtc_interval" && slash != std::string_view::npos) {
            const auto qt = parse_number(trim(text.substr(0, slash)));
            const auto qtc = displayed(text.substr(slash + 1), range);
            if (qt && qtc) {
                take(*range_of("qt_interval"), *qt, json);
                take(range, *qtc, json);
                return;
            }
        } else if (const auto number = displayed(text, range)) {
            take(range, *number, json);
            return;
        }
        add(key, "must be a number, or text with its unit", true);
    }

    std::string field_;
    ReadMetrics out_;
    std::vector<std::pair<std::string, std::string>> unknown_;
    std::string display_;
    bool any_ = false;
    bool any_display_ = false;
};

} // namespace

ReadMetrics read_metrics(const JsonValue& body, const std::string& field) {
    Reader reader{field};
    const auto time = parse_moment(body.text_at("timestamp").value_or(""));
    if (time) {
        reader.out().record.time = *time;
    } else {
        reader.out().problems.push_back(
            {field + "timestamp", "must be a moment with its zone", true});
    }
    if (const auto metrics = body.find("metrics")) {
        reader.read(*metrics);
    }
    return reader.take(body);
}

std::vector<Member> metric_members() {
    std::vector<Member> values;
    for (const Range& range : ranges) {
        values.push_back(optional(std::string{range.key}, anything(std::string{range.unit})));
    }
    return values;
}

Schema metrics_body() {
    return object_of(
        {required("timestamp", moment_of()),
         required("metrics", object_of(metric_members(),
                                       "a number each, or text with its unit as \"94 bpm\"; null: "
                                       "not measurable; further keys are kept as they are"))});
}

} // namespace ecg::serve
