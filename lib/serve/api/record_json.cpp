#include "serve/api/record_json.hpp"

#include "common/json_reader.hpp"
#include "serve/api/metric_values.hpp"
#include "serve/api/moments.hpp"
#include "serve/store/role.hpp"
#include "serve/store/waveform_codec.hpp"

#include <cmath>

namespace ecg::serve {
namespace {

constexpr const char* extra_keys = "what was sent and is not known here";

void write_number(JsonWriter& json, std::string_view key, const std::optional<double>& number) {
    if (number) {
        json.key(key).number(*number);
    }
}

void write_json(JsonWriter& json, std::string_view key, const std::string& text) {
    if (!text.empty()) {
        json.key(key).raw(text);
    }
}

/// The members of a JSON object as members of the one that is open.
void write_members(JsonWriter& json, const std::string& object) {
    if (object.size() > 2) {
        thread_local JsonReader reader;
        reader.parse(object, "stored object")
            .each_member([&](std::string_view key, const JsonValue& value) {
                json.key(key).raw(value.json());
            });
    }
}

} // namespace

void write_user(JsonWriter& json, const UserRecord& user) {
    json.begin_object().member("user_id", user.id).member("full_name", user.full_name);
    if (user.age) {
        json.member("age", *user.age);
    }
    json.text_unless_empty("gender", user.gender).text_unless_empty("phone", user.phone);
    json.text_unless_empty("address", user.address);
    json.text_unless_empty("device_serial", user.device_serial);
    json.member("role", name_of(user.role));
    json.member("created_at", format_moment(user.created_at));
    if (user.last_login) {
        json.member("last_login", format_moment(*user.last_login));
    }
    if (user.disabled) {
        json.member("disabled", true);
    }
    write_json(json, "extra", user.extra);
    json.end_object();
}

void write_session(JsonWriter& json, const SessionRecord& session) {
    json.begin_object().member("session_id", session.id).member("user_id", session.user_id);
    json.member("start_time", format_moment(session.start_time));
    if (session.end_time) {
        json.member("end_time", format_moment(*session.end_time));
    }
    write_number(json, "duration_seconds", session.duration_seconds);
    write_number(json, "average_heart_rate", session.average_heart_rate);
    json.member("device_serial", session.device_serial).member("status", session.status);
    write_json(json, "device_info", session.device_info);
    write_json(json, "summary", session.summary);
    json.end_object();
}

void write_metrics(JsonWriter& json, const MetricsRecord& metrics) {
    json.begin_object().member("timestamp", format_moment(metrics.time));
    write_members(json, metrics.values);
    json.member("metrics_id", metrics_id(metrics.id));
    write_json(json, "extra", metrics.extra);
    json.end_object();
}

void write_waveform(JsonWriter& json, const WaveformRecord& waveform) {
    const std::string id = waveform_id(waveform.id);
    const auto leads = unpack_waveform(waveform.packed, id);
    json.begin_object().member("timestamp", format_moment(waveform.time));
    json.key("sampling_rate").number(waveform.sampling_rate);
    json.key("duration_seconds").number(waveform.duration_seconds);
    json.key("leads").begin_object();
    for (const LeadSamples& lead : leads) {
        json.key(lead.name).begin_array();
        for (const double sample : lead.samples) {
            json.number(sample); // null when missing
        }
        json.end_array();
    }
    json.end_object().member("waveform_id", id);
    write_json(json, "extra", waveform.extra);
    json.end_object();
}

void write_report(JsonWriter& json, const ReportRecord& report, const std::string& file_url) {
    thread_local JsonReader reader;
    json.begin_object().member("report_id", report_id(report.id));
    json.text_unless_empty("session_id", report.session_id);
    json.text_unless_empty("file_url", file_url);
    json.member("file_size_bytes", report.bytes);
    json.member("created_at", format_moment(report.created_at));
    if (!report.metadata.empty()) {
        const JsonValue metadata = reader.parse(report.metadata, "metadata");
        for (const char* key : {"patient_name", "patient_age", "report_date", "metrics"}) {
            if (const auto value = metadata.find(key); value && value->kind() != JsonKind::null) {
                json.key(key).raw(value->json());
            }
        }
        json.key("metadata").raw(report.metadata);
    }
    json.end_object();
}

std::string metrics_id(std::int64_t number) {
    return "metric_" + std::to_string(number);
}

std::string waveform_id(std::int64_t number) {
    return "waveform_" + std::to_string(number);
}

std::string report_id(std::int64_t number) {
    return "report_" + std::to_string(number);
}

std::string error_id(std::int64_t number) {
    return "error_" + std::to_string(number);
}

Schema user_schema() {
    return object_of({required("user_id", text_of(1, 64)), required("full_name", text_of(0, 1000)),
                      optional("age", integer_of(0, 150)), optional("gender", text_of(0, 50)),
                      optional("phone", text_of(0, 50)), optional("address", text_of(0, 1000)),
                      optional("device_serial", text_of(1, 100)),
                      required("role", choice_of({"patient", "device", "clinician", "admin"})),
                      required("created_at", moment_of()), optional("last_login", moment_of()),
                      optional("disabled", flag_of()),
                      optional("extra", object_of({}, extra_keys))});
}

Schema session_schema() {
    return object_of({required("session_id", text_of(1, 128)), required("user_id", text_of(1, 64)),
                      required("start_time", moment_of()), optional("end_time", moment_of()),
                      optional("duration_seconds", number_of(0, 1e9)),
                      optional("average_heart_rate", number_of(0, 600)),
                      required("device_serial", text_of(1, 100)),
                      required("status", choice_of({"active", "completed", "error"})),
                      optional("device_info", object_of({})), optional("summary", object_of({}))});
}

Schema metrics_schema() {
    std::vector<Member> members = metric_members();
    members.insert(members.begin(), required("timestamp", moment_of()));
    members.push_back(required("metrics_id", text_of(1, 64)));
    members.push_back(optional("extra", object_of({}, extra_keys)));
    return object_of(std::move(members));
}

Schema waveform_schema() {
    return object_of(
        {required("timestamp", moment_of()), required("sampling_rate", number_of(0, 1e6)),
         required("duration_seconds", number_of(0, 1e6)),
         required("leads", object_of({}, "lead: its samples, null where missing")),
         required("waveform_id", text_of(1, 64)), optional("extra", object_of({}, extra_keys))});
}

Schema report_schema() {
    return object_of(
        {required("report_id", text_of(1, 64)), optional("session_id", text_of(1, 128)),
         optional("file_url", text_of(1, 4096)), required("file_size_bytes", integer_of(0, 1e12)),
         required("created_at", moment_of()), optional("patient_name", text_of(0, 1000)),
         optional("patient_age", anything("as it was sent")),
         optional("report_date", text_of(0, 100)), optional("metrics", object_of({}, "any keys")),
         optional("metadata", object_of({}, "all of it, as it was sent"))});
}

} // namespace ecg::serve
