// What the page is to hold.
#pragma once

#include "accuracy/validation/given_scorer.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace ecg::accuracy {

struct Request {
    std::filesystem::path data;    ///< folders mitdb, ludb, qtdb, nstdb, ptbxl, cpsc2018
    std::vector<std::string> only; ///< chapters; none: all
    bool by_record = false;
    std::filesystem::path folds; ///< folder of fold-K.weights; "" = the library's weights alone
    int jobs = 2;
    GivenScorer* given = nullptr; ///< somebody else's scorer to be held against ours
};

} // namespace ecg::accuracy
