#include "common/text.hpp"
#include "formats/analysis/analysis_lines.hpp"
#include "formats/analysis/beat_fields.hpp"
#include "formats/analysis/enum_names.hpp"

namespace ecg::formats {
namespace {

const Waves* global_waves(const Analysis& analysis, std::size_t beat) {
    return beat < analysis.waves.size() ? &analysis.waves[beat].global : nullptr;
}

/// A CSV field, in quotes when it holds a comma, a quote or a line end.
std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        return text;
    }
    std::string field{'"'};
    for (const char c : text) {
        field.append(c == '"' ? 2 : 1, c);
    }
    return field + '"';
}

void append_csv_header(std::string& out) {
    out += "session_id,beat,time_s,class,certainty,after_gap";
    const Waves none;
    each_wave_point(none, [&](const char* key, const auto&, int) {
        out.push_back(',');
        out += key;
    });
    out.push_back('\n');
}

} // namespace

void append_beat_lines(std::string& out, const Analysis& analysis) {
    for (std::size_t i = 0; i < analysis.beats.size(); ++i) {
        JsonWriter json{out};
        json.begin_object().member("schema", "ecg.beat/1");
        json.member("session_id", analysis.info.id).member("beat", i);
        write_beat(json, analysis.beats[i], global_waves(analysis, i));
        if (const Waves* waves = global_waves(analysis, i)) {
            write_uncertainties(json, *waves);
        }
        json.end_object();
        out.push_back('\n');
    }
}

void append_beat_csv(std::string& out, const Analysis& analysis, bool with_header) {
    if (with_header) {
        append_csv_header(out);
    }
    const std::string id = quoted(analysis.info.id);
    const Waves none;
    for (std::size_t i = 0; i < analysis.beats.size(); ++i) {
        const Beat& beat = analysis.beats[i];
        out += id + ',' + std::to_string(i) + ',' + format_number(beat.time.count(), 6) + ',' +
               name_in(class_names, beat.label) + ',' + format_number(beat.certainty, 3) + ',' +
               (beat.after_gap ? '1' : '0');
        const Waves* waves = global_waves(analysis, i);
        each_wave_point(waves != nullptr ? *waves : none,
                        [&](const char*, const std::optional<Seconds>& point, int decimals) {
                            out.push_back(',');
                            if (point) {
                                append_number(out, point->count(), decimals);
                            }
                        });
        out.push_back('\n');
    }
}

} // namespace ecg::formats
