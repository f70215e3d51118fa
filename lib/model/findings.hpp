// What the ECG shows, each statement with the measured reason.
#pragma once

#include <string>
#include <vector>

namespace ecg {

enum class Severity { normal, otherwise_normal, borderline, abnormal };
enum class Certainty { definite, probable, consider };

struct Finding {
    std::string code;   ///< the SCP-ECG acronym where there is one
    std::string words;  ///< "Prolonged PR interval"
    std::string reason; ///< "PR 224 ms > 200 ms"
    Certainty certainty = Certainty::definite;
    Severity severity = Severity::normal;
    bool critical = false;
    std::string source; ///< key of ecg-criteria(7)
};

using Findings = std::vector<Finding>;

} // namespace ecg
