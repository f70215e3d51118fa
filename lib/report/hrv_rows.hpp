// The numbers of heart rate variability, or why there are none.
#pragma once

#include "model/analysis.hpp"
#include "report/value_rows.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ecg::report {

/// How many intervals there were and what was left out, then the time domain.
std::vector<ValueRow> hrv_time_rows(const Analysis& analysis);

/// The powers by Welch's method, and in brackets by Lomb and Scargle's.
std::vector<ValueRow> hrv_power_rows(const Analysis& analysis);

/// Why the number of that key in ecg-analysis(5) is absent; "not measured" when nothing says so.
std::string hrv_reason(const Analysis& analysis, std::string_view key);

/// "Left out: 10 at ectopic beats, 3 artefacts", "" when none was.
std::string hrv_left_out_words(const HeartRateVariability& hrv);

/// That much was left out, or why all is withheld; "" when neither.
std::string hrv_caution(const Analysis& analysis);

} // namespace ecg::report
