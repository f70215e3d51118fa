// What the chapters on beats share: scores of records, rows of their tables.
#pragma once

#include "accuracy/beat_score.hpp"
#include "accuracy/validation/markdown.hpp"
#include "accuracy/validation/request.hpp"
#include "accuracy/validation/run_records.hpp"

#include <functional>
#include <string>
#include <vector>

namespace ecg::accuracy {

/// The beats of a record: as annotated, and as found.
struct RecordBeats {
    std::string record;
    Reference reference;
    std::vector<ScoredBeat> found;
};

/// What is analysed in place of a recording, whose annotations may tell how to make it.
using BeatPreparation = std::function<Recording(const Recording&, const Reference&)>;

/// All records of mitdb, each by weights that never saw it where there are such.
/// Throws Error{data}.
std::vector<RecordBeats> analyse_mitdb(const Request& request, const std::string& title,
                                       const BeatPreparation& prepare,
                                       Weights weights = Weights::held_out);

struct RecordScore {
    std::string record;
    BeatScore score;
};

std::vector<RecordScore> score_all(const std::vector<RecordBeats>& records,
                                   const ScoreRules& rules = {});

BeatScore sum_of(const std::vector<RecordScore>& records);

/// The header of the table whose rows add_row makes.
std::vector<std::string> beat_header(const std::string& first);
void add_row(Table& table, const std::string& name, const BeatScore& score);
/// A row a record.
std::string beat_record_table(const std::vector<RecordScore>& records);

/// "108 (6 missed, 224 invented), …"
std::string worst_by_counts(const std::vector<RecordScore>& records);
/// "208 (21 ± 35 ms, 58 % of the squares), …"
std::string worst_by_timing(const std::vector<RecordScore>& records);
/// "201 (3 missed, 93 wrongly called V), …"
std::string worst_by_class(const std::vector<RecordScore>& records, char label);

} // namespace ecg::accuracy
