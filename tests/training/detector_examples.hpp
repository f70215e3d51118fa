// What the QRS detector is taught with: candidates of recordings whose beats are known.
#pragma once

#include "accuracy/beat_score.hpp"
#include "analyze/detect/candidates.hpp"
#include "model/recording.hpp"

#include <filesystem>
#include <vector>

namespace ecg::training {

struct CandidateExample {
    analyze::Signs signs{};
    bool is_beat = false;
    float weight = 1;
};

using CandidateExamples = std::vector<CandidateExample>;

/// Where beats are known, and what an example of the recording counts.
struct Lesson {
    Seconds from{};
    Seconds to{};
    float weight = 1;
};

/// The candidates of each minute with five seconds beside it, as the analysis cuts a recording.
/// Those in flutter, or outside the lesson, are left out.
void add_candidates(CandidateExamples& out, const Recording& recording,
                    const accuracy::Reference& reference, const Lesson& lesson);

/// MIT-BIH as recorded, at 80 Hz, stretched in time, with beats of uneven height and with noise of
/// NSTDB added; folder holds mitdb and nstdb.
void add_mitdb(CandidateExamples& out, const std::filesystem::path& folder);
/// LUDB, some leads alone and all together; folder holds ludb.
void add_ludb(CandidateExamples& out, const std::filesystem::path& folder);
/// Every synthetic preset, clean and noisy, also with T waves as tall as the QRS; and noise alone.
void add_synthetic(CandidateExamples& out);

} // namespace ecg::training
