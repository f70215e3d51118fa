#include "formats/analysis/line_analysis.hpp"

#include "formats/analysis/analysis_lines.hpp"
#include "formats/analysis/beat_fields.hpp"
#include "formats/analysis/measurement_fields.hpp"
#include "formats/analysis/statement_fields.hpp"

#include <algorithm>

namespace ecg::formats {
namespace {

bool is_empty(const Waves& waves) {
    return waves.p.empty() && waves.qrs.empty() && waves.t.empty();
}

LineAnalysis read_beats_and_quality(const JsonValue& value, const std::string& subject) {
    LineAnalysis analysis;
    if (const auto beats = value.find("beats")) {
        beats->each_element([&](const JsonValue& beat) {
            analysis.beats.push_back(read_beat(beat, subject));
            analysis.waves.push_back(read_waves(beat, subject));
        });
    }
    if (std::all_of(analysis.waves.begin(), analysis.waves.end(), is_empty)) {
        analysis.waves.clear();
    }
    analysis.qtc = read_corrected_qt(value, subject);
    analysis.quality = read_quality(value, subject);
    return analysis;
}

} // namespace

void write_line_analysis(JsonWriter& json, const SessionLine& line) {
    if (!line.analysis && !line.summary) {
        return;
    }
    json.key("analysis").begin_object();
    if (line.analysis) {
        json.key("beats").begin_array();
        for (std::size_t i = 0; i < line.analysis->beats.size(); ++i) {
            const auto& waves = line.analysis->waves;
            json.begin_object();
            write_beat(json, line.analysis->beats[i], i < waves.size() ? &waves[i] : nullptr);
            json.end_object();
        }
        json.end_array();
        write_corrected_qt(json, line.analysis->qtc);
        write_quality(json, line.analysis->quality);
    }
    if (line.summary) {
        json.key("recording");
        write_analysis(json, *line.summary);
    }
    json.end_object();
}

void read_line_analysis(const JsonValue& object, SessionLine& line, const std::string& subject) {
    const auto value = object.find("analysis");
    if (!value || value->kind() == JsonKind::null) {
        return;
    }
    if (value->find("beats")) {
        line.analysis = read_beats_and_quality(*value, subject);
    }
    if (const auto recording = value->find("recording")) {
        line.summary =
            std::make_shared<Analysis>(read_analysis(*recording, subject + ": analysis.recording"));
    }
}

} // namespace ecg::formats
