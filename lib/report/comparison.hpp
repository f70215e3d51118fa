// What differs between two analysed ECGs: values, findings, and how they were taken; no word of
// paper.
#pragma once

#include "model/analysis.hpp"
#include "model/recording.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ecg::report {

/// A recording with its analysis. Both outlive it.
struct AnalysedRecording {
    const Recording& recording;
    const Analysis& analysis;
};

struct Comparison {
    AnalysedRecording earlier;
    AnalysedRecording later;
};

/// One quantity of one of them.
struct Measured {
    std::optional<double> value;
    std::optional<double> uncertainty; ///< standard; absent where the analysis has none
    std::string reason;                ///< why there is no value, "" where nothing says so
};

/// One quantity of both.
struct ComparedValue {
    std::string label; ///< "QRS"
    std::string unit;  ///< "ms"
    Measured earlier, later;
    int decimals = 0; ///< that are printed
    bool is_angle = false;
};

/// Later minus earlier, of the values as they are printed; of angles the shorter way round, above
/// -180 and up to 180. Absent where one of them is.
std::optional<double> difference_of(const ComparedValue& value);

/// The root of the summed squares of both uncertainties; absent where one of them is.
std::optional<double> combined_uncertainty(const ComparedValue& value);

/// How a difference stands to its combined uncertainty.
enum class Beyond { unknown, within, once, twice };

/// Of the values as they were measured; what prints as no difference is within.
Beyond beyond_uncertainty(const ComparedValue& value);

/// Rate, P, PR, QRS, QT, QTc and the axes.
std::vector<ComparedValue> compared_values(const Analysis& earlier, const Analysis& later);

/// ST at J+60 ms of each lead.
struct ComparedLevels {
    std::vector<ComparedValue> leads;    ///< those in which both were measured
    std::vector<std::string> not_in_one; ///< "earlier: none in V1, V2 (not recorded)"
};

ComparedLevels compared_levels(const Comparison& comparison);

enum class FindingChange { appeared, gone, same };

struct ComparedFinding {
    FindingChange change = FindingChange::same;
    Finding finding; ///< as the later ECG has it, or where it is gone the earlier one; with the
                     ///< earlier reason or certainty behind the later where they differ
};

/// What appeared, then what is gone, then what both have: the same code in the same words.
std::vector<ComparedFinding> compared_findings(const Findings& earlier, const Findings& later);

/// What was not alike when they were taken and measured, "sampling rate 500 / 80 Hz": it makes
/// differences of its own.
std::vector<std::string> unlike_conditions(const Comparison& comparison);

} // namespace ecg::report
