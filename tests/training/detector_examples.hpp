// What the QRS detector is taught with: candidates of recordings whose beats are known.
#pragma once

#include "accuracy/beat_score.hpp"
#include "analyze/detect/candidates.hpp"
#include "model/recording.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace ecg::training {

struct CandidateExample {
    analyze::Signs signs{};
    bool is_beat = false;
    float weight = 1;
    int fold = -1; ///< of the record of MIT-BIH that it is from; -1: of another source
};

constexpr int fold_count = 4;

using CandidateExamples = std::vector<CandidateExample>;

/// Where beats are known, and what an example of the recording counts.
struct Lesson {
    Seconds from{};
    Seconds to{};
    float weight = 1;
};

/// The candidates of each minute with five seconds beside it, much as the analysis cuts a
/// recording. Those in flutter, or outside the lesson, are left out.
void add_candidates(CandidateExamples& out, const Recording& recording,
                    const accuracy::Reference& reference, const Lesson& lesson);

/// Names of the records of MIT-BIH in folder, in order. The fold of one is its place, from 0,
/// modulo fold_count.
std::vector<std::string> mitdb_records(const std::filesystem::path& folder);

/// MIT-BIH as recorded, at 80 Hz, stretched in time, with beats of uneven height and with noise of
/// NSTDB added; folder holds mitdb and nstdb.
void add_mitdb(CandidateExamples& out, const std::filesystem::path& folder);
/// LUDB, some leads alone and all together; folder holds ludb.
void add_ludb(CandidateExamples& out, const std::filesystem::path& folder);
/// Every synthetic preset, clean and noisy, also with T waves as tall as the QRS; and noise alone.
void add_synthetic(CandidateExamples& out);

} // namespace ecg::training
