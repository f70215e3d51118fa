// Weights of the detector that never saw a record of MIT-BIH, to score that record by.
#pragma once

#include "analyze/analyze.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace ecg::accuracy {

/// detector-K.weights of a folder. Each names the records that it did not learn from.
class DetectorFolds {
public:
    /// What is in the folder; nothing where there is no such folder. Throws Error{data}.
    explicit DetectorFolds(const std::filesystem::path& folder);

    [[nodiscard]] bool empty() const { return by_record_.empty(); }

    /// The weights that held the record out. Null, which means the library's own, where nothing
    /// learned from it.
    [[nodiscard]] std::shared_ptr<const analyze::OddsNetwork>
    network_for(const std::string& record) const;

private:
    std::map<std::string, std::shared_ptr<const analyze::OddsNetwork>> by_record_;
};

} // namespace ecg::accuracy
