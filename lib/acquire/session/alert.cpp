#include "acquire/session/alert.hpp"

#include "common/json_writer.hpp"

#include <algorithm>
#include <array>

namespace ecg::acquire {
namespace {

constexpr std::array<std::string_view, 18> kind_names{
    "device_lost", "device_back", "device_restart", "wrong_device", "no_sync",    "silent",
    "loss",        "rate_off",    "lead_off",       "lead_on",      "flat",       "saturated",
    "overrun",     "disk_full",   "disk_back",      "file_removed", "clock_step", "write_failed"};

std::string_view name_of(Severity severity) {
    switch (severity) {
    case Severity::info:
        return "info";
    case Severity::warning:
        return "warning";
    case Severity::error:
        return "error";
    }
    return "";
}

} // namespace

std::string_view name_of(AlertKind kind) {
    return kind_names[static_cast<std::size_t>(kind)];
}

std::optional<AlertKind> alert_kind_named(std::string_view name) {
    const auto found = std::find(kind_names.begin(), kind_names.end(), name);
    if (found == kind_names.end()) {
        return std::nullopt;
    }
    return static_cast<AlertKind>(found - kind_names.begin());
}

std::string alert_names() {
    std::string names;
    for (const std::string_view name : kind_names) {
        names.append(names.empty() ? "" : ", ").append(name);
    }
    return names;
}

void append_alert_line(std::string& out, const Alert& alert) {
    JsonWriter json{out};
    json.begin_object().member("schema", "ecg.alert/1").member("time", format_utc(alert.time));
    json.member("kind", name_of(alert.kind)).member("severity", name_of(alert.severity));
    json.member("message", alert.message);
    if (alert.first_sample) {
        json.member("first_sample", *alert.first_sample);
    }
    if (alert.count) {
        json.member("count", *alert.count);
    }
    if (!alert.leads.empty()) {
        json.key("leads").begin_array();
        for (const std::string& lead : alert.leads) {
            json.value(lead);
        }
        json.end_array();
    }
    json.end_object();
    out.push_back('\n');
}

} // namespace ecg::acquire
