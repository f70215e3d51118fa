// A folder of one's own for a test, gone when the test is over.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace ecg::test {

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "ecg-test-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error{"no temporary folder"};
        }
        path_ = name;
    }

    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] std::string path(const std::string& name) const {
        return (path_ / name).string();
    }

    /// Writes bytes to a file in the folder and returns its path.
    std::string file(const std::string& name, const std::string& bytes) const {
        std::ofstream{path_ / name, std::ios::binary} << bytes;
        return path(name);
    }

    /// The bytes of a file in the folder.
    [[nodiscard]] std::string bytes(const std::string& name) const {
        std::ifstream stream{path_ / name, std::ios::binary};
        return {std::istreambuf_iterator<char>{stream}, {}};
    }

    [[nodiscard]] std::size_t entries() const {
        return static_cast<std::size_t>(
            std::distance(std::filesystem::directory_iterator{path_}, {}));
    }

private:
    std::filesystem::path path_;
};

} // namespace ecg::test
