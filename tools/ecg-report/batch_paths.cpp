#include "batch_paths.hpp"

#include "common/error.hpp"
#include "common/text.hpp"

#include <array>
#include <filesystem>
#include <map>
#include <string_view>

namespace ecg {
namespace {

/// The name without folder, and without an ending that only says what kind of file it is; "rec.1",
/// a WFDB record, stays as it is.
std::string bare_name(const std::string& input) {
    constexpr std::array<std::string_view, 6> endings{".jsonl", ".json", ".hea",
                                                      ".csv",   ".tsv",  ".txt"};
    const std::string name = std::filesystem::path{input}.filename().string();
    const std::string small = to_lower(name);
    for (const std::string_view ending : endings) {
        if (small.size() > ending.size() && small.ends_with(ending)) {
            return name.substr(0, name.size() - ending.size());
        }
    }
    return name;
}

} // namespace

std::vector<PlannedPage> plan_pages(const std::vector<std::string>& inputs,
                                    const std::string& folder, const std::string& extension) {
    std::vector<PlannedPage> pages;
    std::map<std::string, std::string> input_of;
    for (const std::string& input : inputs) {
        if (input == "-") {
            throw Error{ErrorKind::usage, "-: standard input has no name that its page could have; "
                                          "use --output"};
        }
        PlannedPage page{input,
                         (std::filesystem::path{folder} / (bare_name(input) + "." + extension))};
        const auto [taken, is_new] = input_of.emplace(page.output, input);
        if (!is_new) {
            throw Error{ErrorKind::usage, input + ": its page would be " + page.output +
                                              ", as that of " + taken->second};
        }
        pages.push_back(std::move(page));
    }
    return pages;
}

} // namespace ecg
