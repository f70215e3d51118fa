#include "serve/api/example.hpp"

#include "common/utf8.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ecg::serve {
namespace {

struct KnownText {
    std::string_view name, value;
};

struct KnownNumber {
    std::string_view name;
    double value;
};

// All of them are invented.
constexpr std::array texts{
    KnownText{"full_name", "Ada Example"},
    KnownText{"gender", "female"},
    KnownText{"phone", "+1 555 0100"},
    KnownText{"address", "1 Example Street"},
    KnownText{"password", "walks over seven bridges"},
    KnownText{"current_password", "walks over seven bridges"},
    KnownText{"new_password", "swims under eight moons"},
    KnownText{"identifier", "ECG-0001"},
    KnownText{"device_serial", "ECG-0001"},
    KnownText{"user_id", "3f2a9c1e-5b7d-4e80-9a61-0c8d2e4f6a7b"},
    KnownText{"session_id", "session_20250108_123456_0a1b2c3d"},
    KnownText{"report_id", "report_12"},
    KnownText{"metrics_id", "metrics_345"},
    KnownText{"waveform_id", "waveform_67"},
    KnownText{"error_id", "error_8"},
    KnownText{"token", "eyJhbGciOiJIUzI1NiJ9.…"},
    KnownText{"refresh_token", "ecgr_…"},
    KnownText{"url", "https://ecg.example.org/api/v1/reports/report_12/file?…"},
    KnownText{"os", "Debian 12"},
    KnownText{"app_version", "1.0.0"},
    KnownText{"error_type", "DeviceError"},
    KnownText{"error_message", "no bytes for 5 s"},
    KnownText{"code", "not_found"},
};

constexpr std::array numbers{
    KnownNumber{"age", 54},           KnownNumber{"heart_rate", 75},
    KnownNumber{"pr_interval", 160},  KnownNumber{"qrs_duration", 85},
    KnownNumber{"qrs_axis", 45},      KnownNumber{"st_segment", 0.02},
    KnownNumber{"qt_interval", 380},  KnownNumber{"qtc_interval", 420},
    KnownNumber{"rr_interval", 800},  KnownNumber{"hrv", 45},
    KnownNumber{"sampling_rate", 80}, KnownNumber{"limit", 50},
    KnownNumber{"first_sample", 0},   KnownNumber{"expires_in", 900},
    KnownNumber{"total", 1},
};

constexpr std::array<std::string_view, 12> leads{"I",  "II", "III", "aVR", "aVL", "aVF",
                                                 "V1", "V2", "V3",  "V4",  "V5",  "V6"};
constexpr std::array samples{0.012, -0.004, 0.031, 0.118};

bool is_lead(std::string_view name) {
    return std::find(leads.begin(), leads.end(), name) != leads.end();
}

template <class Known, std::size_t count>
const Known* find_known(const std::array<Known, count>& all, std::string_view name) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Known& one) { return one.name == name; });
    return found != all.end() ? &*found : nullptr;
}

/// What may be left out is shown where there is something sensible to show.
bool is_known(std::string_view name) {
    return is_lead(name) || find_known(texts, name) != nullptr ||
           find_known(numbers, name) != nullptr;
}

bool has_length(std::string_view text, const Schema& schema) {
    const std::size_t length = count_characters(text);
    return length >= schema.shortest && length <= schema.longest &&
           (schema.fits == nullptr || schema.fits(text));
}

std::string text_for(const Schema& schema, std::string_view name) {
    if (!schema.choices.empty()) {
        return schema.choices.front();
    }
    if (schema.format == "date-time") {
        return "2025-01-08T12:34:56Z";
    }
    const KnownText* known = find_known(texts, name);
    if (known != nullptr && has_length(known->value, schema)) {
        return std::string{known->value};
    }
    std::string text = "text";
    text.resize(std::clamp(text.size(), std::min(schema.shortest, std::size_t{64}),
                           std::max(schema.shortest, std::min(schema.longest, text.size()))),
                'x');
    return text;
}

double number_for(const Schema& schema, std::string_view name) {
    const KnownNumber* known = find_known(numbers, name);
    const double wanted = known != nullptr ? known->value : 1;
    const double least = schema.least.value_or(wanted);
    return std::clamp(wanted, least, std::max(least, schema.most.value_or(wanted)));
}

void write_value(JsonWriter& json, const Schema& schema, std::string_view name) {
    switch (schema.type) {
    case Schema::Type::text:
        json.value(text_for(schema, name));
        return;
    case Schema::Type::number:
        json.number(number_for(schema, name));
        return;
    case Schema::Type::integer:
        json.value(static_cast<std::int64_t>(number_for(schema, name)));
        return;
    case Schema::Type::boolean:
        json.value(false);
        return;
    case Schema::Type::array:
        if (is_lead(name)) {
            json.numbers(samples, 3);
            return;
        }
        json.begin_array();
        if (schema.elements) {
            write_value(json, *schema.elements, name);
        }
        json.end_array();
        return;
    case Schema::Type::any: // a number or its text, mostly
        if (find_known(numbers, name) != nullptr) {
            json.number(number_for(schema, name));
            return;
        }
        break;
    case Schema::Type::object:
        break;
    }
    json.begin_object();
    for (const Member& member : schema.members) {
        if (member.required || is_known(member.name)) {
            json.key(member.name);
            write_value(json, member.schema, member.name);
        }
    }
    json.end_object();
}

/// Compact JSON with a line for each member; lists of numbers and texts stay on theirs.
std::string with_lines(std::string_view json) {
    std::string out;
    std::size_t depth = 0;
    bool quoted = false;
    const auto line = [&] { out.append("\n").append(2 * depth, ' '); };
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (quoted || c == '"') {
            quoted = c == '"' ? !quoted : quoted;
            out += c;
            if (c == '\\') {
                out += json[++i];
            }
        } else if (c == '{' && json[i + 1] != '}') {
            out += c;
            ++depth;
            line();
        } else if (c == '}' && json[i - 1] != '{') {
            --depth;
            line();
            out += c;
        } else if (c == ',') {
            out += c;
            line();
        } else {
            out.append(1, c).append(c == ':' ? " " : "");
        }
    }
    return out;
}

} // namespace

void write_example(JsonWriter& json, const Schema& schema) {
    write_value(json, schema, "");
}

std::string example_text(const Schema& schema) {
    std::string text;
    JsonWriter json{text};
    write_example(json, schema);
    return with_lines(text);
}

} // namespace ecg::serve
