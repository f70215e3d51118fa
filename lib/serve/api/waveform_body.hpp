// Samples as clients send them.
#pragma once

#include "serve/api/schema.hpp"
#include "serve/store/records.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ecg::serve {

/// A stretch of signal, its leads in the order in which they were sent.
struct SentWaveform {
    Moment time;
    double sampling_rate = 0;    ///< Hz
    double duration_seconds = 0; ///< as sent, or the number of samples over the rate
    std::vector<std::string> names;
    std::vector<std::vector<double>> samples; ///< by lead, equally long; NaN is a missing one
    std::string extra;                        ///< further keys; "" or a JSON object
};

struct ReadWaveform {
    SentWaveform waveform;
    std::vector<Problem> problems; ///< empty when waveform is sound
};

/// Reads {"timestamp", "sampling_rate", "leads": {…}}. The leads are the twelve, or just those
/// that "leads_recorded" names. A null sample is taken only where "gaps" or "leads_off" say why
/// it is missing. duration_seconds may be absent; where it is there it must fit. field stands
/// before the names in problems: "" or "items[3].".
ReadWaveform read_waveform(const JsonValue& body, const std::string& field);

/// The schema of that body.
Schema waveform_body();

/// Most samples of a lead in one body.
inline constexpr std::size_t most_samples = 10'000;

} // namespace ecg::serve
