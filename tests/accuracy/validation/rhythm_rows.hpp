// What the chapter on rhythm counts: by record for CinC 2017, by time where rhythms are marked.
#pragma once

#include "accuracy/rhythm_score.hpp"
#include "accuracy/statement_score.hpp"
#include "accuracy/validation/request.hpp"

#include <string>
#include <vector>

namespace ecg::accuracy {

/// The records that one person heard as one of N, A, O or ~, and in how many we find "AFIB".
struct LabelledClass {
    std::string name;
    std::vector<std::string> with, without;
};

/// REFERENCE.csv of cinc2017, or of DATA_DIR itself; empty where there is none.
std::vector<LabelledClass> count_fibrillation(const Request& request);

/// Class A against N and O; noise counts neither way.
StatementScore fibrillation_score(const std::vector<LabelledClass>& classes);

/// The rhythms of one record, as marked and as found.
struct RhythmRecord {
    std::string name;
    std::vector<RhythmSpan> marked, found;
};

/// A folder of which at least one record has marks of rhythm.
struct RhythmSet {
    std::string name; ///< "mitdb"
    std::vector<RhythmRecord> records;
};

/// mitdb, afdb, ltafdb, vfdb, svdb and cudb, as far as they are there, or DATA_DIR itself. Those of
/// mitdb by weights of the detector that never saw them. Throws Error{data}.
std::vector<RhythmSet> analyse_rhythms(const Request& request);

} // namespace ecg::accuracy
