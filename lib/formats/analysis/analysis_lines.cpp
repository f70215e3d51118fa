#include "formats/analysis/analysis_lines.hpp"

#include "common/error.hpp"
#include "formats/analysis/beat_fields.hpp"
#include "formats/analysis/lead_names.hpp"
#include "formats/analysis/measurement_fields.hpp"
#include "formats/analysis/statement_fields.hpp"
#include "formats/sample_unit.hpp"
#include "formats/session/info_fields.hpp"

namespace ecg::formats {
namespace {

constexpr std::string_view schema = "ecg.analysis/1";

void write_beats(JsonWriter& json, const Analysis& analysis) {
    json.key("beats").begin_array();
    for (std::size_t i = 0; i < analysis.beats.size(); ++i) {
        const BeatWaves* waves = i < analysis.waves.size() ? &analysis.waves[i] : nullptr;
        json.begin_object();
        write_beat(json, analysis.beats[i], waves != nullptr ? &waves->global : nullptr);
        if (waves != nullptr && !waves->leads.empty()) {
            write_lead_waves(json, waves->leads);
        }
        json.end_object();
    }
    json.end_array();
}

void read_beats(const JsonValue& value, Analysis& analysis, const std::string& subject) {
    if (const auto beats = value.find("beats")) {
        beats->each_element([&](const JsonValue& beat) {
            analysis.beats.push_back(read_beat(beat, subject));
            analysis.waves.push_back({read_waves(beat, subject), read_lead_waves(beat, subject)});
        });
    }
}

void read_head(const JsonValue& value, Analysis& analysis, const std::string& subject) {
    if (value.text_at("schema") != schema) {
        throw Error{ErrorKind::data, subject + ": schema is not " + std::string{schema}};
    }
    analysis.info.id = value.text_at("session_id").value_or("");
    if (const auto timestamp = value.text_at("timestamp")) {
        analysis.info.start = parse_utc(*timestamp);
    }
    analysis.info.patient = read_patient(value);
    analysis.info.device = read_device(value);
    analysis.info.notes = read_texts(value.find("notes"));
    analysis.rate_hz = value.number_at("sampling_rate").value_or(0);
    analysis.samples = value.integer_at("samples").value_or(-1);
    analysis.complete = value.boolean_at("complete").value_or(true);
    analysis.criteria = value.text_at("criteria").value_or("");
    if (!is_sampling_rate(analysis.rate_hz) || analysis.samples < 0) {
        throw Error{ErrorKind::data, subject + ": sampling_rate or samples is missing or wrong"};
    }
}

} // namespace

void write_analysis(JsonWriter& json, const Analysis& analysis) {
    json.begin_object().member("schema", schema).member("session_id", analysis.info.id);
    if (analysis.info.start) {
        json.member("timestamp", format_utc(*analysis.info.start));
    }
    write_patient(json, analysis.info.patient);
    write_device_and_notes(json, analysis.info);
    json.key("sampling_rate").number(analysis.rate_hz);
    json.member("samples", analysis.samples);
    if (analysis.rate_hz > 0) {
        json.member("duration_s", static_cast<double>(analysis.samples) / analysis.rate_hz, 6);
    }
    json.member("complete", analysis.complete);
    json.text_unless_empty("criteria", analysis.criteria);
    write_measurements(json, analysis.measurements);
    write_rhythm(json, analysis.rhythm);
    write_findings(json, analysis.findings);
    write_quality(json, analysis.quality);
    write_electrodes(json, analysis.electrodes);
    write_filters(json, analysis.filters);
    if (analysis.median_beat) {
        write_median_beat(json, *analysis.median_beat);
    }
    write_texts(json, "lead_names", lead_names(analysis));
    write_beats(json, analysis);
    json.end_object();
}

void append_analysis_line(std::string& out, const Analysis& analysis) {
    JsonWriter json{out};
    write_analysis(json, analysis);
    out.push_back('\n');
}

Analysis read_analysis(const JsonValue& value, const std::string& subject) {
    Analysis analysis;
    read_head(value, analysis, subject);
    analysis.measurements = read_measurements(value, subject);
    analysis.rhythm = read_rhythm(value, subject);
    analysis.findings = read_findings(value, subject);
    analysis.quality = read_quality(value, subject);
    analysis.electrodes = read_electrodes(value, subject);
    analysis.filters = read_filters(value, subject);
    analysis.median_beat = read_median_beat(value, subject);
    read_beats(value, analysis, subject);
    return analysis;
}

} // namespace ecg::formats
