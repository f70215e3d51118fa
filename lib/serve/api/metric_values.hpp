// Metrics as clients send them: numbers, or the display text of the desktop app.
#pragma once

#include "serve/api/schema.hpp"
#include "serve/store/records.hpp"

#include <string>
#include <vector>

namespace ecg::serve {

struct ReadMetrics {
    MetricsRecord record;          ///< without id
    std::vector<Problem> problems; ///< empty when record is sound
};

/// Reads {"timestamp", "metrics": {…}}. Values are JSON numbers, or text with its unit ("94 bpm",
/// "160 ms", "-179°"), which stands as a number in the record and as it came in its extra, under
/// "display". "380/400 ms" of QT and QTc are two values. null and "--" are not measured. Numbers
/// beyond what a living heart has are refused. field stands before the names in problems: "" or
/// "items[3].".
ReadMetrics read_metrics(const JsonValue& body, const std::string& field);

/// The values that are known, for schemas: of any type, for they may be null.
std::vector<Member> metric_members();

/// The schema of that body.
Schema metrics_body();

} // namespace ecg::serve
