#include "formats/session/session_writer.hpp"

#include "common/json_writer.hpp"
#include "formats/analysis/line_analysis.hpp"
#include "formats/session/info_fields.hpp"
#include "formats/session/metrics_fields.hpp"

#include <algorithm>

namespace ecg::formats {
namespace {

constexpr int sample_decimals = 4; // 0.1 µV

void write_head(JsonWriter& json, const SessionLine& line) {
    const Recording& recording = line.recording;
    json.member("schema", "ecg.session/1").member("session_id", recording.info.id);
    json.member("seq", line.sequence);
    if (recording.info.start) {
        const auto first = static_cast<double>(recording.first_sample);
        json.member("timestamp",
                    format_utc(later(*recording.info.start, recording.rate.time_of(first))));
    }
    write_patient(json, recording.info.patient);
    json.key("sampling_rate").number(recording.rate.hertz());
    json.member("unit", "mV").member("first_sample", recording.first_sample);
}

/// JSON keys must differ; two leads of one name become "ECG" and "ECG#2".
std::string key_of(const std::vector<LeadSignal>& leads, std::size_t index) {
    const auto same = [&](const LeadSignal& other) { return other.name == leads[index].name; };
    const auto end = leads.begin() + static_cast<std::ptrdiff_t>(index);
    const auto before = std::count_if(leads.begin(), end, same);
    return before == 0 ? leads[index].name : leads[index].name + '#' + std::to_string(before + 1);
}

void write_snapshot(JsonWriter& json, const std::vector<LeadSignal>& leads) {
    json.key("ecg_snapshot").begin_object();
    for (std::size_t i = 0; i < leads.size(); ++i) {
        json.key(key_of(leads, i)).numbers(leads[i].samples, sample_decimals);
    }
    json.end_object();
}

void write_gaps(JsonWriter& json, const std::vector<Gap>& gaps) {
    json.key("gaps").begin_array();
    for (const Gap& gap : gaps) {
        json.begin_object().member("first", gap.first).member("count", gap.count);
        json.text_unless_empty("cause", gap.cause).end_object();
    }
    json.end_array();
}

void write_learned(JsonWriter& json, const SessionLine& line) {
    if (line.metrics) {
        json.key("metrics");
        write_metrics(json, *line.metrics);
    }
    if (line.metrics || !line.arrhythmias.empty()) {
        json.key("events").begin_object();
        write_texts(json, "arrhythmias", line.arrhythmias);
        json.end_object();
    }
    write_line_analysis(json, line);
}

void write_end(JsonWriter& json, const SessionEnd& end) {
    json.key("end").begin_object().member("reason", end.reason);
    json.member("samples", end.samples).member("gaps", end.gaps).end_object();
}

} // namespace

void append_session_line(std::string& out, const SessionLine& line) {
    JsonWriter json{out};
    json.begin_object();
    write_head(json, line);
    write_snapshot(json, line.recording.leads);
    write_gaps(json, line.recording.gaps);
    write_texts(json, "leads_off", line.recording.electrodes_off);
    write_device_and_notes(json, line.recording.info);
    write_learned(json, line);
    if (line.end) {
        write_end(json, *line.end);
    }
    json.end_object();
    out.push_back('\n');
}

} // namespace ecg::formats
