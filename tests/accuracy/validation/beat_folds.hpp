// Weights of the detector and of the classes that never saw a record of MIT-BIH, to score it by.
#pragma once

#include "analyze/analyze.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace ecg::accuracy {

/// detector-K.weights and classes-K.weights of a folder, K from 0 on. Each names the records that
/// it did not learn from.
class BeatFolds {
public:
    /// What is in the folder; nothing where there is no such folder. Throws Error{data}.
    explicit BeatFolds(const std::filesystem::path& folder);

    [[nodiscard]] bool empty() const { return detectors_.empty() && classes_.empty(); }

    /// The settings by weights that held the record out: the library's own where nothing learned
    /// from it.
    [[nodiscard]] analyze::AnalyzeSettings settings_for(const std::string& record) const;

private:
    std::map<std::string, std::shared_ptr<const analyze::OddsNetwork>> detectors_;
    std::map<std::string, std::shared_ptr<const analyze::ClassNetworks>> classes_;
};

} // namespace ecg::accuracy
