#include "formats/analysis/measurement_fields.hpp"

#include "formats/analysis/hrv_fields.hpp"
#include "formats/analysis/optional_fields.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::formats {
namespace {

constexpr const char* qt_method = "learned"; // of qt_ms: T ends where cardiologists mark its end

template <class T, class Visit> void each_interval(T& m, const Visit& visit) {
    visit("heart_rate_bpm", m.heart_rate, 2);
    visit("heart_rate_min_bpm", m.slowest, 2);
    visit("heart_rate_max_bpm", m.fastest, 2);
    visit("rr_ms", m.rr, 2);
    visit("p_ms", m.p_duration, 2);
    visit("pr_ms", m.pr, 2);
    visit("qrs_ms", m.qrs, 2);
    visit("qt_ms", m.qt, 2);
    visit("p_uncertainty_ms", m.p_uncertainty, 1);
    visit("pr_uncertainty_ms", m.pr_uncertainty, 1);
    visit("qrs_uncertainty_ms", m.qrs_uncertainty, 1);
    visit("qt_uncertainty_ms", m.qt_uncertainty, 1);
    visit("qt_tangent_ms", m.qt_tangent, 2);
    visit("qt_tangent_uncertainty_ms", m.qt_tangent_uncertainty, 1);
    visit("qt_threshold_ms", m.qt_threshold, 2);
}

template <class T, class Visit> void each_corrected_qt(T& qtc, const Visit& visit) {
    visit("qtc_bazett_ms", qtc.bazett, 2);
    visit("qtc_fridericia_ms", qtc.fridericia, 2);
    visit("qtc_framingham_ms", qtc.framingham, 2);
    visit("qtc_hodges_ms", qtc.hodges, 2);
    visit("qtc_rautaharju_ms", qtc.rautaharju, 2);
}

template <class T, class Visit> void each_terminal_p(T& p, const Visit& visit) {
    visit("p_terminal_mv", p.depth, 4);
    visit("p_terminal_ms", p.duration, 2);
    visit("p_terminal_force_mv_ms", p.force_mv_ms, 2);
}

template <class T, class Visit> void each_axis(T& m, const Visit& visit) {
    visit("p_axis_deg", m.p_axis, 1);
    visit("qrs_axis_deg", m.qrs_axis, 1);
    visit("t_axis_deg", m.t_axis, 1);
}

template <class T, class Visit> void each_lead_number(T& lead, const Visit& visit) {
    visit("p_mv", lead.p, 4);
    visit("q_mv", lead.q, 4);
    visit("r_mv", lead.r, 4);
    visit("s_mv", lead.s, 4);
    visit("r2_mv", lead.r2, 4);
    visit("t_mv", lead.t, 4);
    visit("p_ms", lead.p_duration, 2);
    visit("q_ms", lead.q_duration, 2);
    visit("r_ms", lead.r_duration, 2);
    visit("s_ms", lead.s_duration, 2);
    visit("t_ms", lead.t_duration, 2);
    visit("st_j_mv", lead.st_j, 4);
    visit("st_60_mv", lead.st_60, 4);
    visit("st_80_mv", lead.st_80, 4);
    visit("st_uncertainty_mv", lead.st_uncertainty, 4);
    visit("qt_tangent_ms", lead.qt_tangent, 2);
    visit("qt_tangent_uncertainty_ms", lead.qt_tangent_uncertainty, 1);
    visit("qt_threshold_ms", lead.qt_threshold, 2);
    visit("r_peak_time_ms", lead.r_peak_time, 2);
}

void write_notches(JsonWriter& json, const LeadMeasurements& lead) {
    if (!lead.notches) {
        return;
    }
    std::vector<double> times;
    for (const Milliseconds notch : *lead.notches) {
        times.push_back(notch.count());
    }
    json.key("qrs_notches_ms").numbers(times, 2);
}

void read_notches(const JsonValue& object, LeadMeasurements& lead, const std::string& subject) {
    const auto list = object.find("qrs_notches_ms");
    if (!list) {
        return;
    }
    std::vector<double> times;
    if (!list->append_numbers(times) ||
        std::any_of(times.begin(), times.end(), [](double t) { return !std::isfinite(t); })) {
        throw Error{ErrorKind::data, subject + ": qrs_notches_ms is not a list of numbers"};
    }
    lead.notches.emplace(times.begin(), times.end());
}

template <class T, class Visit> void each_median_point(T& beat, const Visit& visit) {
    visit("p_onset", beat.p_onset, 3);
    visit("p_offset", beat.p_offset, 3);
    visit("qrs_onset", beat.qrs_onset, 3);
    visit("qrs_offset", beat.qrs_offset, 3);
    visit("t_offset", beat.t_offset, 3);
    visit("p_onset_uncertainty_ms", beat.p_onset_uncertainty, 1);
    visit("p_offset_uncertainty_ms", beat.p_offset_uncertainty, 1);
    visit("qrs_onset_uncertainty_ms", beat.qrs_onset_uncertainty, 1);
    visit("qrs_offset_uncertainty_ms", beat.qrs_offset_uncertainty, 1);
    visit("t_offset_uncertainty_ms", beat.t_offset_uncertainty, 1);
}

} // namespace

void write_corrected_qt(JsonWriter& json, const CorrectedQt& qtc) {
    each_corrected_qt(qtc, FieldWriter{json});
}

CorrectedQt read_corrected_qt(const JsonValue& object, const std::string& subject) {
    CorrectedQt qtc;
    each_corrected_qt(qtc, FieldReader{object, subject});
    return qtc;
}

void write_measurements(JsonWriter& json, const Measurements& measurements) {
    json.member("beat_count", measurements.beats);
    each_interval(measurements, FieldWriter{json});
    if (measurements.qt) {
        json.member("qt_method", qt_method);
    }
    json.text_unless_empty("qt_tangent_lead", measurements.qt_tangent_lead);
    each_terminal_p(measurements.p_terminal_v1, FieldWriter{json});
    write_corrected_qt(json, measurements.qtc);
    each_axis(measurements, FieldWriter{json});
    write_hrv(json, measurements.hrv);
    json.key("leads").begin_array();
    for (const LeadMeasurements& lead : measurements.leads) {
        json.begin_object().member("lead", lead.lead);
        each_lead_number(lead, FieldWriter{json});
        write_notches(json, lead);
        json.end_object();
    }
    json.end_array().key("absences").begin_array();
    for (const Absence& absence : measurements.absences) {
        json.begin_object().member("key", absence.key);
        json.member("reason", absence.reason).end_object();
    }
    json.end_array();
}

Measurements read_measurements(const JsonValue& object, const std::string& subject) {
    Measurements m;
    m.beats = object.integer_at("beat_count").value_or(0);
    each_interval(m, FieldReader{object, subject});
    m.qt_tangent_lead = object.text_at("qt_tangent_lead").value_or("");
    each_terminal_p(m.p_terminal_v1, FieldReader{object, subject});
    m.qtc = read_corrected_qt(object, subject);
    each_axis(m, FieldReader{object, subject});
    m.hrv = read_hrv(object, subject);
    if (const auto leads = object.find("leads")) {
        leads->each_element([&](const JsonValue& value) {
            LeadMeasurements& lead = m.leads.emplace_back();
            lead.lead = value.text_at("lead").value_or("");
            each_lead_number(lead, FieldReader{value, subject});
            read_notches(value, lead, subject);
        });
    }
    if (const auto absences = object.find("absences")) {
        absences->each_element([&](const JsonValue& value) {
            m.absences.push_back(
                {value.text_at("key").value_or(""), value.text_at("reason").value_or("")});
        });
    }
    return m;
}

void write_median_beat(JsonWriter& json, const MedianBeat& beat) {
    json.key("median_beat").begin_object();
    json.key("rate_hz").number(beat.rate_hz);
    json.member("beats", beat.beats).member("fiducial", beat.fiducial);
    each_median_point(beat, FieldWriter{json});
    json.key("leads").begin_array();
    for (std::size_t i = 0; i < beat.leads.size(); ++i) {
        json.begin_object().member("lead", i < beat.names.size() ? beat.names[i] : "");
        json.key("samples_mv").numbers(beat.leads[i], 4).end_object();
    }
    json.end_array().end_object();
}

std::optional<MedianBeat> read_median_beat(const JsonValue& object, const std::string& subject) {
    const auto value = object.find("median_beat");
    if (!value) {
        return std::nullopt;
    }
    MedianBeat beat;
    beat.rate_hz = value->number_at("rate_hz").value_or(0);
    beat.beats = value->integer_at("beats").value_or(0);
    beat.fiducial = value->integer_at("fiducial").value_or(0);
    each_median_point(beat, FieldReader{*value, subject});
    const auto leads = value->find("leads");
    if (!leads || !(beat.rate_hz > 0)) {
        throw Error{ErrorKind::data, subject + ": median_beat has no leads or no rate_hz"};
    }
    leads->each_element([&](const JsonValue& row) {
        beat.names.push_back(row.text_at("lead").value_or(""));
        std::vector<double>& samples = beat.leads.emplace_back();
        const auto numbers = row.find("samples_mv");
        if (!numbers || !numbers->append_numbers(samples) ||
            samples.size() != beat.leads.front().size()) {
            throw Error{ErrorKind::data, subject + ": median_beat has leads of unequal length"};
        }
    });
    return beat;
}

} // namespace ecg::formats
