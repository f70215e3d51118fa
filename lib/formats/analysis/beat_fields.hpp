// A beat and its waves as members of a JSON object.
#pragma once

#include "common/json_reader.hpp"
#include "common/json_writer.hpp"
#include "model/beats.hpp"
#include "model/delineation.hpp"

#include <string>
#include <vector>

namespace ecg::formats {

/// Calls visit(key, optional seconds, decimals) for the nine points of a beat in order.
template <class WavesType, class Visit> void each_wave_point(WavesType& waves, const Visit& visit) {
    visit("p_onset_s", waves.p.onset, 6);
    visit("p_peak_s", waves.p.peak, 6);
    visit("p_offset_s", waves.p.offset, 6);
    visit("qrs_onset_s", waves.qrs.onset, 6);
    visit("qrs_peak_s", waves.qrs.peak, 6);
    visit("qrs_offset_s", waves.qrs.offset, 6);
    visit("t_onset_s", waves.t.onset, 6);
    visit("t_peak_s", waves.t.peak, 6);
    visit("t_offset_s", waves.t.offset, 6);
}

/// The members of one beat, into an object that is open. waves may be null.
void write_beat(JsonWriter& json, const Beat& beat, const Waves* waves);

/// A member "uncertainty_ms": the standard uncertainties of the points that are there, by the names
/// of each_wave_point without their unit. None for a beat without points.
void write_uncertainties(JsonWriter& json, const Waves& waves);

/// A member "lead_waves_s": nine numbers or nulls a lead.
void write_lead_waves(JsonWriter& json, const std::vector<Waves>& leads);

/// Throws Error{data} when the object has no time or class.
Beat read_beat(const JsonValue& object, const std::string& subject);

/// The global points; all absent when there are none.
Waves read_waves(const JsonValue& object, const std::string& subject);

/// Empty when there is no such member.
std::vector<Waves> read_lead_waves(const JsonValue& object, const std::string& subject);

} // namespace ecg::formats
