// Stored rows as the API shows them, and the schemas of that.
#pragma once

#include "common/json_writer.hpp"
#include "serve/api/schema.hpp"
#include "serve/store/records.hpp"

#include <string>

namespace ecg::serve {

/// An object each. Members that are not known are left out.
void write_user(JsonWriter& json, const UserRecord& user);
void write_session(JsonWriter& json, const SessionRecord& session);
void write_metrics(JsonWriter& json, const MetricsRecord& metrics);
/// Throws Error{data} when the samples are damaged.
void write_waveform(JsonWriter& json, const WaveformRecord& waveform);
/// file_url: where its bytes are to be had; "" = nowhere.
void write_report(JsonWriter& json, const ReportRecord& report, const std::string& file_url);

Schema user_schema();
Schema session_schema();
Schema metrics_schema();
Schema waveform_schema();
Schema report_schema();

std::string metrics_id(std::int64_t number);  ///< "metric_12345"
std::string waveform_id(std::int64_t number); ///< "waveform_12345"
std::string report_id(std::int64_t number);   ///< "report_12345"
std::string error_id(std::int64_t number);    ///< "error_12345"

} // namespace ecg::serve
