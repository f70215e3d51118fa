// Which page of a batch lies where.
#pragma once

#include <string>
#include <vector>

namespace ecg {

struct PlannedPage {
    std::string input;
    std::string output;
};

/// A page for each input, in folder, with the input's name: "a/night.hea" is folder/night.pdf where
/// extension is "pdf".
/// Throws Error{usage} for standard input, and when two inputs would share a page.
std::vector<PlannedPage> plan_pages(const std::vector<std::string>& inputs,
                                    const std::string& folder, const std::string& extension);

} // namespace ecg
