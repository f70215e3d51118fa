#include "support/reference_data.hpp"

#include <cstdlib>

namespace ecg::test {

std::optional<std::filesystem::path> reference_data(const std::string& set) {
    const char* root = std::getenv("ECG_REFERENCE_DATA");
    if (root == nullptr) {
        return std::nullopt;
    }
    std::filesystem::path folder = std::filesystem::path{root} / set;
    return std::filesystem::is_directory(folder) ? std::optional{folder} : std::nullopt;
}

} // namespace ecg::test
