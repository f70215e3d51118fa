#include "formats/analysis/beat_fields.hpp"

#include "formats/analysis/enum_names.hpp"
#include "formats/analysis/optional_fields.hpp"

#include <array>
#include <cmath>
#include <limits>

namespace ecg::formats {
namespace {

constexpr std::size_t points_per_beat = 9;

Waves waves_of(const std::vector<double>& points) {
    Waves waves;
    std::size_t next = 0;
    each_wave_point(waves, [&](const char*, std::optional<Seconds>& point, int) {
        const double seconds = points[next++];
        if (std::isfinite(seconds)) {
            point = Seconds{seconds};
        }
    });
    return waves;
}

} // namespace

void write_beat(JsonWriter& json, const Beat& beat, const Waves* waves) {
    json.member("time_s", beat.time.count(), 6);
    json.member("class", name_in(class_names, beat.label));
    json.member("certainty", beat.certainty, 3);
    if (beat.after_gap) {
        json.member("after_gap", true);
    }
    if (waves != nullptr) {
        each_wave_point(*waves, FieldWriter{json});
    }
}

void write_uncertainties(JsonWriter& json, const Waves& waves) {
    const auto write = [&](const char* key, const std::optional<Seconds>& point,
                           Milliseconds uncertainty) {
        if (point) {
            json.member(key, uncertainty.count(), 1);
        }
    };
    const auto write_wave = [&](std::array<const char*, 3> keys, const Wave& wave) {
        write(keys[0], wave.onset, wave.uncertainty.onset);
        write(keys[1], wave.peak, wave.uncertainty.peak);
        write(keys[2], wave.offset, wave.uncertainty.offset);
    };
    if (waves.p.empty() && waves.qrs.empty() && waves.t.empty()) {
        return;
    }
    json.key("uncertainty_ms").begin_object();
    write_wave({"p_onset", "p_peak", "p_offset"}, waves.p);
    write_wave({"qrs_onset", "qrs_peak", "qrs_offset"}, waves.qrs);
    write_wave({"t_onset", "t_peak", "t_offset"}, waves.t);
    json.end_object();
}

void write_lead_waves(JsonWriter& json, const std::vector<Waves>& leads) {
    json.key("lead_waves_s").begin_array();
    for (const Waves& waves : leads) {
        std::vector<double> points;
        each_wave_point(waves, [&](const char*, const std::optional<Seconds>& point, int) {
            points.push_back(point ? point->count() : std::numeric_limits<double>::quiet_NaN());
        });
        json.numbers(points, 6);
    }
    json.end_array();
}

Beat read_beat(const JsonValue& object, const std::string& subject) {
    const auto time = object.number_at("time_s");
    if (!time) {
        throw Error{ErrorKind::data, subject + ": a beat has no time_s"};
    }
    Beat beat;
    beat.time = Seconds{*time};
    beat.label = enum_at<BeatClass>(object, "class", class_names, subject);
    beat.certainty = object.number_at("certainty").value_or(1);
    beat.after_gap = object.boolean_at("after_gap").value_or(false);
    return beat;
}

Waves read_waves(const JsonValue& object, const std::string& subject) {
    Waves waves;
    each_wave_point(waves, FieldReader{object, subject});
    return waves;
}

std::vector<Waves> read_lead_waves(const JsonValue& object, const std::string& subject) {
    std::vector<Waves> leads;
    if (const auto rows = object.find("lead_waves_s")) {
        rows->each_element([&](const JsonValue& row) {
            std::vector<double> points;
            if (!row.append_numbers(points) || points.size() != points_per_beat) {
                throw Error{ErrorKind::data, subject + ": lead_waves_s has not nine points a lead"};
            }
            leads.push_back(waves_of(points));
        });
    }
    return leads;
}

} // namespace ecg::formats
