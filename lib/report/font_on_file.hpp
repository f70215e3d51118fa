// Bytes in memory under a path, for a library that reads fonts from files alone.
#pragma once

#include <string>

namespace ecg::report {

/// A file without a name on any disk.
class FontOnFile {
public:
    /// Throws Error{unavailable} when there is no memory for it.
    explicit FontOnFile(const std::string& bytes);
    ~FontOnFile();
    FontOnFile(const FontOnFile&) = delete;
    FontOnFile& operator=(const FontOnFile&) = delete;

    /// Good as long as this is.
    [[nodiscard]] std::string path() const;

private:
    int descriptor_;
};

} // namespace ecg::report
