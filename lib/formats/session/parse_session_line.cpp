#include "formats/session/parse_session_line.hpp"

#include "common/error.hpp"
#include "common/text.hpp"
#include "formats/analysis/line_analysis.hpp"
#include "formats/sample_unit.hpp"
#include "formats/session/info_fields.hpp"
#include "formats/session/metrics_fields.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::formats {
namespace {

constexpr double longest_session_s = 1e10; // 317 years; time stamps hold beyond that

[[noreturn]] void fail(const std::string& where, const std::string& why) {
    throw Error{ErrorKind::data, where + ": " + why};
}

std::string number_text(double number) {
    std::string text;
    append_shortest(text, number);
    return text;
}

SampleRate parse_rate(const JsonValue& line, const OpenSettings& settings,
                      const std::string& where) {
    const auto member = line.find("sampling_rate");
    const auto stated = member ? member->number() : std::nullopt;
    if (member && !stated && member->kind() != JsonKind::null) {
        fail(where, "sampling_rate is not a number");
    }
    if (!stated && !settings.rate) {
        fail(where, "sampling_rate is missing; give it with --rate");
    }
    const double rate = stated ? *stated : settings.rate->value;
    if (!is_sampling_rate(rate)) {
        fail(where, "sampling_rate " + number_text(rate) + " is not between 1 and 100000 Hz");
    }
    if (settings.rate && settings.rate->value != rate) {
        fail(where, "sampling_rate is " + number_text(rate) + " Hz, but --rate says " +
                        number_text(settings.rate->value));
    }
    return SampleRate{Hertz{rate}};
}

std::string parse_unit(const JsonValue& line, const OpenSettings& settings,
                       const std::string& where) {
    const std::string stated = line.text_at("unit").value_or("");
    if (!stated.empty() && !settings.unit.empty() &&
        millivolts_per(stated) != millivolts_per(settings.unit)) {
        fail(where, "unit is " + stated + ", but --unit says " + settings.unit);
    }
    return stated.empty() ? settings.unit : stated;
}

std::int64_t parse_count(const JsonValue& object, const char* key, const std::string& where) {
    const auto count = object.integer_at(key);
    if (!count || *count < 0 || *count > (std::int64_t{1} << 53)) {
        fail(where, std::string{key} + " is missing or no whole number from 0 on");
    }
    return *count;
}

std::vector<Gap> parse_gaps(const JsonValue& line, const std::string& where) {
    std::vector<Gap> gaps;
    if (const auto values = line.find("gaps")) {
        values->each_element([&](const JsonValue& value) {
            gaps.push_back({parse_count(value, "first", where + ": gap"),
                            parse_count(value, "count", where + ": gap"),
                            value.text_at("cause").value_or("")});
        });
    }
    return gaps;
}

std::optional<UtcTime> parse_start(const JsonValue& line, const Recording& recording,
                                   const std::string& where) {
    const auto text = line.text_at("timestamp");
    if (!text) {
        return std::nullopt;
    }
    const auto moment = parse_timestamp(*text);
    if (!moment) {
        fail(where, "timestamp \"" + *text + "\" is no moment in ISO 8601");
    }
    const auto first = static_cast<double>(recording.first_sample);
    return later(*moment, -recording.rate.time_of(first));
}

std::optional<SessionEnd> parse_end(const JsonValue& line, const std::string& where) {
    const auto value = line.find("end");
    if (!value || value->kind() != JsonKind::object) {
        return std::nullopt;
    }
    return SessionEnd{value->text_at("reason").value_or(""),
                      parse_count(*value, "samples", where + ": end"),
                      parse_count(*value, "gaps", where + ": end")};
}

/// "aVR" for "avr" and "Lead aVR"; a modified lead such as MLII keeps its name.
LeadSignal named_lead(std::string_view name) {
    const auto lead = lead_named(name);
    const bool modified = to_lower(trim(name)).starts_with("ml");
    return {std::string{lead && !modified ? name_of(*lead) : name}, lead, {}};
}

void to_millivolts(LeadSignal& signal, double factor, const std::string& where) {
    bool possible = true;
    for (double& sample : signal.samples) {
        sample *= factor;
        possible = possible && !(std::abs(sample) > largest_millivolts);
    }
    if (!possible) {
        fail(where, "lead " + signal.name + " has a sample beyond 1000 V");
    }
}

double unit_factor(const std::string& unit, const std::string& where) {
    if (unit.empty()) {
        fail(where, "unit is missing; give it with --unit");
    }
    const auto factor = millivolts_per(unit);
    if (!factor) {
        fail(where, "unit \"" + unit + "\" is none of " + std::string{known_units});
    }
    return *factor;
}

LeadSignal parse_lead(std::string_view name, const JsonValue& list, double factor,
                      const std::string& where) {
    LeadSignal signal = named_lead(name);
    if (!list.append_numbers(signal.samples)) {
        fail(where, "lead " + signal.name + ": sample " + std::to_string(signal.samples.size()) +
                        " is not a number or null");
    }
    to_millivolts(signal, factor, where);
    return signal;
}

void check_against(const std::vector<LeadSignal>& leads, const LeadSignal& signal,
                   const std::string& where) {
    for (const LeadSignal& other : leads) {
        if (other.name == signal.name) {
            fail(where, "lead " + signal.name + " is there twice");
        }
    }
    if (!leads.empty() && leads.front().samples.size() != signal.samples.size()) {
        fail(where, "lead " + signal.name + " has " + std::to_string(signal.samples.size()) +
                        " samples, lead " + leads.front().name + " has " +
                        std::to_string(leads.front().samples.size()));
    }
}

} // namespace

std::optional<UtcTime> parse_timestamp(const std::string& text) {
    static const auto first = utc_of(1000, 1, 1, 0);
    static const auto last = utc_of(8999, 12, 31, 0);
    const auto moment = parse_utc(text);
    return moment >= first && moment <= last ? moment : std::nullopt;
}

std::vector<LeadSignal> parse_snapshot(const JsonValue& line, const std::string& unit,
                                       const std::string& where) {
    std::vector<LeadSignal> leads;
    const auto snapshot = line.find("ecg_snapshot");
    if (!snapshot || snapshot->kind() == JsonKind::null) {
        return leads;
    }
    if (snapshot->kind() != JsonKind::object) {
        fail(where, "ecg_snapshot is not an object");
    }
    std::optional<double> factor;
    snapshot->each_member([&](std::string_view name, const JsonValue& list) {
        if (!factor) { // a line without samples needs no unit
            factor = unit_factor(unit, where);
        }
        LeadSignal signal = parse_lead(name, list, *factor, where);
        check_against(leads, signal, where);
        leads.push_back(std::move(signal));
    });
    return leads;
}

SessionLine parse_session_line(const JsonValue& value, const OpenSettings& settings,
                               const std::string& where) {
    SessionLine line;
    Recording& recording = line.recording;
    recording.info.id = value.text_at("session_id").value_or("");
    if (recording.info.id.empty()) {
        fail(where, "session_id is missing");
    }
    line.sequence = value.find("seq") ? parse_count(value, "seq", where) : 0;
    recording.rate = parse_rate(value, settings, where);
    recording.first_sample = parse_count(value, "first_sample", where);
    recording.leads = parse_snapshot(value, parse_unit(value, settings, where), where);
    const auto end = static_cast<double>(recording.first_sample + recording.sample_count());
    if (recording.rate.time_of(end).count() > longest_session_s) {
        fail(where, "first_sample is too large for the sampling rate");
    }
    recording.info.start = parse_start(value, recording, where);
    recording.info.patient = read_patient(value);
    recording.info.device = read_device(value);
    recording.info.notes = read_texts(value.find("notes"));
    recording.gaps = parse_gaps(value, where);
    recording.electrodes_off = read_texts(value.find("leads_off"));
    if (const auto metrics = value.find("metrics")) {
        line.metrics = read_metrics(*metrics);
    }
    if (const auto events = value.find("events")) {
        line.arrhythmias = read_texts(events->find("arrhythmias"));
    }
    read_line_analysis(value, line, where);
    line.end = parse_end(value, where);
    return line;
}

} // namespace ecg::formats
