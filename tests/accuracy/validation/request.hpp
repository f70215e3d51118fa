// What the page is to hold.
#pragma once

#include "accuracy/validation/given_scorer.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace ecg::accuracy {

/// Which weights analyse a record.
enum class Weights { held_out, shipped };

struct Request {
    std::filesystem::path data;    ///< folders mitdb, ludb, qtdb, nstdb, ptbxl, cpsc2018, cinc2017
    std::vector<std::string> only; ///< chapters; none: all
    bool by_record = false;
    /// Folder of fold-K.weights, detector-K.weights and classes-K.weights; "" = the library's
    /// weights alone.
    std::filesystem::path folds;
    int jobs = 2;
    GivenScorer* given = nullptr; ///< somebody else's scorer to be held against ours
};

} // namespace ecg::accuracy
