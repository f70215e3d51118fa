// The recordings of a folder, analysed as ecg-analyze does, a few at a time.
#pragma once

#include "analyze/analyze.hpp"
#include "model/analysis.hpp"
#include "model/recording.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace ecg::accuracy {

struct AnalysedRecord {
    std::string name;
    double file_rate_hz{}; ///< of the file and its annotations, whatever was analysed
    Analysis analysis;
};

struct RunPlan {
    std::string title; ///< for a person who waits: "LUDB at 80 Hz"
    /// What is analysed in place of the recording of that name; empty: the recording itself.
    std::function<Recording(const Recording&, const std::string&)> prepare;
    /// With what settings that record is analysed; empty: the default ones.
    std::function<analyze::AnalyzeSettings(const std::string&)> settings;
    int jobs = 2;
};

/// Paths of the headers in folder, 2 before 10. Throws Error{data} when there is none.
std::vector<std::filesystem::path> headers_in(const std::filesystem::path& folder);

/// One entry a header, in their order. Throws Error{data} as open_recording does.
std::vector<AnalysedRecord> analyse_records(const std::vector<std::filesystem::path>& headers,
                                            const RunPlan& plan);

} // namespace ecg::accuracy
