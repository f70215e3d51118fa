// The roadmap's "metrics" object: nine numbers, null where not measurable.
#pragma once

#include "common/json_reader.hpp"
#include "common/json_writer.hpp"
#include "model/session_line.hpp"

namespace ecg::formats {

void write_metrics(JsonWriter& json, const Metrics& metrics);

/// Numbers as they stand; text as the original app displayed it ("94 bpm", "380/400 ms" for QT
/// and QTc) becomes a number, its "0 ms" for "not yet" becomes absent.
Metrics read_metrics(const JsonValue& object);

} // namespace ecg::formats
