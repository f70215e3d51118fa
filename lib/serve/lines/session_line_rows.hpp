// A session line as rows of the store, and back, number for number.
#pragma once

#include "common/json_reader.hpp"
#include "serve/store/records.hpp"
#include "serve/store/waveform_codec.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::serve {

/// What a line of ecg.session/1 says, as far as the store has a place of its own for it. Its text
/// without the samples is kept in the extra of one row, as "line".
struct SessionLineRows {
    std::string session_id; ///< as the line has it
    std::int64_t first_sample = 0;
    double sampling_rate = 0;
    Moment time;           ///< of its first sample
    Moment end;            ///< behind its last
    bool is_timed = false; ///< the line has a timestamp
    std::optional<WaveformRecord> waveform;
    /// Of a line without samples, too: then it carries the line.
    std::optional<MetricsRecord> metrics;
    std::string device_serial; ///< "" = not told
    std::string device;        ///< the member as it stands; "" when there is none
    std::string session_end;   ///< the member "end" as it stands; "" when there is none
};

/// Reads a line that session readers take; text is what value was parsed from. start is when sample
/// 0 was taken, for a line without a timestamp. Throws Error{data} "where: why" for one without
/// either, one in another unit than mV, and for metrics that no heart has.
SessionLineRows rows_of_line(const JsonValue& value, std::string_view text,
                             std::optional<Moment> start, const std::string& where);

/// The line that a row carries, its samples back in their place; "" when the row came without one.
/// Throws Error{data} when the samples are damaged.
std::string line_of(const WaveformRecord& row);
std::string line_of(const MetricsRecord& row);

/// {"I":[0.1,null,…],…}, each number as the shortest text of it, with an exponent only beyond 1e15
/// and below 1e-12.
std::string snapshot_of(const std::vector<LeadSamples>& leads);

/// A row's samples. Throws Error{data} when they are damaged.
std::vector<LeadSamples> leads_of(const WaveformRecord& row);

/// The metrics of a line as a row; absent when it has none. Throws as rows_of_line().
std::optional<MetricsRecord> metrics_of(const JsonValue& line, Moment time,
                                        const std::string& where);

/// A member of the text of a JSON object, or of "", as it stands; "" when there is none.
std::string member_text(std::string_view object, std::string_view name);

} // namespace ecg::serve
