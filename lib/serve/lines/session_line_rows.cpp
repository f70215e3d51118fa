#include "serve/lines/session_line_rows.hpp"

#include "common/error.hpp"
#include "common/json_member.hpp"
#include "common/json_writer.hpp"
#include "common/text.hpp"
#include "common/time.hpp"
#include "serve/api/extra_keys.hpp"
#include "serve/api/metric_values.hpp"
#include "serve/api/moments.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace ecg::serve {
namespace {

constexpr std::string_view samples_key = "ecg_snapshot", line_key = "line";
constexpr std::size_t most_samples_of_a_line = 1U << 24U; // of all leads
constexpr double least_plain = 1e-12, most_plain = 1e15;  // beyond, numbers have an exponent

[[noreturn]] void fail(const std::string& where, const std::string& why) {
    throw Error{ErrorKind::data, where + ": " + why};
}

std::int64_t micros_of(double seconds) {
    return std::llround(seconds * 1e6);
}

Moment time_of(const JsonValue& value, const SessionLineRows& rows, std::optional<Moment> start,
               const std::string& where) {
    if (const auto text = value.text_at("timestamp")) {
        if (const auto moment = parse_moment(*text)) {
            return *moment;
        }
        if (const auto moment = parse_utc(*text)) { // of other centuries
            return {moment->milliseconds * 1000};
        }
        fail(where, "timestamp is no moment in ISO 8601");
    }
    if (!start) {
        fail(where, "has no timestamp; --start says when the recording began");
    }
    const double seconds = static_cast<double>(rows.first_sample) / rows.sampling_rate;
    return {start->microseconds + micros_of(seconds)};
}

std::vector<LeadSamples> samples_of(const JsonValue& value, const std::string& where) {
    std::vector<LeadSamples> leads;
    std::size_t total = 0;
    if (const auto snapshot = value.find(samples_key)) {
        snapshot->each_member([&](std::string_view name, const JsonValue& list) {
            LeadSamples& lead = leads.emplace_back();
            lead.name = name;
            list.append_numbers(lead.samples);
            total += lead.samples.size();
        });
    }
    if (total > most_samples_of_a_line) {
        fail(where, "is too long; \"ecg-acquire replay --speed max\" cuts it");
    }
    if (total > 0 && value.text_at("unit") != "mV") {
        fail(where, "unit is not mV; \"ecg-acquire replay --speed max\" converts it");
    }
    return total > 0 ? leads : std::vector<LeadSamples>{};
}

std::string without_samples(std::string_view text) {
    std::string line{text};
    if (const auto place = place_of_member(line, samples_key)) {
        line.replace(place->first, place->count, "null");
    }
    return line;
}

/// What clients of the API look for beside the line.
std::string extra_of(const JsonValue& value, const std::vector<LeadSamples>& leads,
                     std::string_view text) {
    ExtraKeys extra;
    std::string names;
    JsonWriter json{names};
    json.begin_array();
    for (const LeadSamples& lead : leads) {
        json.value(lead.name);
    }
    json.end_array();
    extra.add("leads_recorded", names);
    for (const char* const key : {"first_sample", "gaps", "leads_off"}) {
        if (const auto member = value.find(key)) {
            extra.add(key, member->json());
        }
    }
    extra.add(line_key, without_samples(text));
    return extra.json();
}

WaveformRecord waveform_of(const SessionLineRows& rows, const std::vector<LeadSamples>& leads,
                           std::string extra) {
    const auto count = static_cast<double>(leads.front().samples.size());
    WaveformRecord row;
    row.time = rows.time;
    row.sampling_rate = rows.sampling_rate;
    row.duration_seconds = count / rows.sampling_rate;
    row.packed = pack_waveform(leads);
    row.extra = std::move(extra);
    return row;
}

bool has_members(const std::optional<JsonValue>& object) {
    bool any = false;
    if (object) {
        object->each_member([&any](std::string_view, const JsonValue&) { any = true; });
    }
    return any;
}

std::string line_in(std::string_view extra) {
    std::string line = member_text(extra, line_key);
    return line.starts_with('{') ? line : std::string{};
}

void append_sample(std::string& out, double sample) {
    if (std::isnan(sample)) {
        out += "null";
        return;
    }
    const double size = std::abs(sample);
    const bool plain = sample == 0 || (size >= least_plain && size < most_plain);
    std::array<char, 64> digits{};
    char* const end = digits.data() + digits.size();
    const auto written = plain ? std::to_chars(digits.data(), end, sample == 0 ? 0.0 : sample,
                                               std::chars_format::fixed)
                               : std::to_chars(digits.data(), end, sample);
    out.append(digits.data(), written.ptr);
}

} // namespace

SessionLineRows rows_of_line(const JsonValue& value, std::string_view text,
                             std::optional<Moment> start, const std::string& where) {
    SessionLineRows rows;
    rows.session_id = value.text_at("session_id").value_or("");
    rows.first_sample = value.integer_at("first_sample").value_or(0);
    rows.sampling_rate = value.number_at("sampling_rate").value_or(0);
    if (!(rows.sampling_rate > 0)) {
        fail(where, "sampling_rate is missing");
    }
    rows.is_timed = value.find("timestamp").has_value();
    rows.time = rows.end = time_of(value, rows, start, where);
    const std::vector<LeadSamples> leads = samples_of(value, where);
    if (!leads.empty()) {
        rows.waveform = waveform_of(rows, leads, extra_of(value, leads, text));
        rows.end.microseconds += micros_of(rows.waveform->duration_seconds);
    }
    rows.metrics = metrics_of(value, rows.time, where);
    if (leads.empty()) {
        if (!rows.metrics) {
            rows.metrics = MetricsRecord{};
            rows.metrics->time = rows.time;
            rows.metrics->values = "{}";
        }
        ExtraKeys extra;
        extra.add(line_key, text);
        rows.metrics->extra = extra.json();
    }
    const auto device = value.find("device");
    rows.device_serial = device ? device->text_at("serial").value_or("") : "";
    rows.device = member_text(text, "device");
    rows.session_end = has_members(value.find("end")) ? member_text(text, "end") : "";
    return rows;
}

/// They are read as a client's are, at a time that every client may send.
std::optional<MetricsRecord> metrics_of(const JsonValue& line, Moment time,
                                        const std::string& where) {
    const auto metrics = line.find("metrics");
    if (!has_members(metrics)) {
        return std::nullopt;
    }
    thread_local JsonReader reader;
    const std::string body =
        R"({"timestamp":"2025-01-01T00:00:00Z","metrics":)" + metrics->json() + "}";
    ReadMetrics read = read_metrics(reader.parse(body, where), "");
    if (!read.problems.empty()) {
        fail(where, read.problems.front().field + ' ' + read.problems.front().message);
    }
    read.record.time = time;
    return std::move(read.record);
}

std::vector<LeadSamples> leads_of(const WaveformRecord& row) {
    return unpack_waveform(row.packed, "waveform_" + std::to_string(row.id));
}

std::string snapshot_of(const std::vector<LeadSamples>& leads) {
    std::string out{"{"};
    for (const LeadSamples& lead : leads) {
        out += out.size() > 1 ? "," : "";
        JsonWriter{out}.value(lead.name);
        out += ":[";
        for (std::size_t i = 0; i < lead.samples.size(); ++i) {
            out += i > 0 ? "," : "";
            append_sample(out, lead.samples[i]);
        }
        out += ']';
    }
    return out + '}';
}

std::string line_of(const WaveformRecord& row) {
    std::string line = line_in(row.extra);
    if (line.empty()) {
        return line;
    }
    if (const auto place = place_of_member(line, samples_key)) {
        return line.replace(place->first, place->count, snapshot_of(leads_of(row)));
    }
    const std::string member = R"("ecg_snapshot":)" + snapshot_of(leads_of(row));
    const bool is_empty = line.find('"') == line.npos;
    return line.insert(line.rfind('}'), is_empty ? member : "," + member);
}

std::string line_of(const MetricsRecord& row) {
    return line_in(row.extra);
}

std::string member_text(std::string_view object, std::string_view name) {
    const auto place = object.empty() ? std::nullopt : place_of_member(object, name);
    return place ? std::string{object.substr(place->first, place->count)} : std::string{};
}

} // namespace ecg::serve
