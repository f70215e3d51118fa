#include "make_folder.hpp"

#include "common/error.hpp"

#include <filesystem>

namespace ecg {

void make_folder(const std::string& folder) {
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    if (failure) {
        throw Error{ErrorKind::data, folder + ": " + failure.message()};
    }
}

} // namespace ecg
