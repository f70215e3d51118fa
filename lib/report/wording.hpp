// The page's words and numbers as text; no word of where they stand.
#pragma once

#include "model/analysis.hpp"
#include "model/recording.hpp"
#include "report/trace_layout.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::report {

/// "ID 4711 · 63 years · female", of what is given; else what is missing.
std::string patient_words(const Patient& patient);

/// "9.4 s", "2 min 5 s", "24 h"
std::string duration_words(double seconds);

/// "2025-01-08 12:34:56 UTC", or that the time is not known.
std::string time_words(const std::optional<UtcTime>& start);

/// "10 s · 500 Hz · record 00001_hr"
std::string recording_words(const Recording& recording);

/// "Device: model, serial number", "" when nothing is known of it.
std::string device_words(const Device& device);

/// One line of the measurement block.
struct MeasurementRow {
    std::string label;  ///< "PR"
    std::string number; ///< "164"; "" when it could not be measured
    std::string unit;   ///< "ms", and what else stands behind the number
    std::string reason; ///< why there is no number
};

/// Why a value is absent: the first of keys that the measurements give a reason for, else "".
std::string absence_reason(const Measurements& measured,
                           std::initializer_list<std::string_view> keys);

/// The measurements as pages have them: without QT in atrial flutter.
Measurements printed_measurements(const Analysis& analysis);

/// Vent. rate, PR, QRS, QT, QTc, axes, and SDNN when there is one. No QT in atrial flutter.
std::vector<MeasurementRow> measurement_rows(const Analysis& analysis);

/// "MEASURED OVER 60 S, 72 BEATS"
std::string measurement_heading(const Analysis& analysis);

/// "ABNORMAL ECG", of the gravest finding. Normal is only said when a finding says so.
std::string severity_words(const Findings& findings);

/// "UNCONFIRMED", or who confirmed the findings and when.
std::string status_words(const std::optional<Confirmation>& confirmed);

/// What stands above the findings, which says whether a person confirmed them.
std::string findings_heading(const std::optional<Confirmation>& confirmed);

/// The finding's words, with its certainty unless that is definite.
std::string finding_words(const Finding& finding);

/// "Critical: ventricular tachycardia", "" when no finding is critical.
std::string critical_words(const Findings& findings);

/// "25 mm/s  10 mm/mV  3 × 4 leads …"
std::string scale_words(const TraceLayout& layout, const Recording& recording);

/// "high-pass 0.5 Hz, no low-pass, mains 50 Hz removed"
std::string measured_filter_words(const FilterSummary& filters);

/// What the page shows of the signal's bandwidth, and what the filters took before measuring.
std::string filter_words(const Analysis* analysis, SampleRate recorded);

/// Electrodes that are off or may be exchanged, "" when none is.
std::string electrode_words(const Analysis& analysis);

/// A recording this slow does not hold what diagnosis needs; "" at 250 Hz and above.
std::string bandwidth_words(SampleRate rate);

} // namespace ecg::report
