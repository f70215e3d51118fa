// The files of the log of uploads: the one that grows, and those that were put aside.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace ecg::sync {

/// Needs a lock against all others that write there. All throw Error{data}.
class UploadFiles {
public:
    explicit UploadFiles(std::string folder) : folder_{std::move(folder)} {}

    /// The list in the file that grows: "" when there is none, or it was put aside. What is no
    /// list is set aside under another name, and told.
    [[nodiscard]] std::string list(const std::function<void(const std::string&)>& tell) const;
    /// Whole or not at all, for its owner alone unless the file before was for more.
    void replace(const std::string& list) const;
    /// What grew has a name of its own from now on, and stays under the old one, too, until
    /// replace(). Of such files the last ones are kept.
    void put_aside(std::size_t kept) const;

    /// Paths of those put aside, the oldest first.
    [[nodiscard]] std::vector<std::string> aside() const;
    /// Those and the one that grows.
    [[nodiscard]] std::vector<std::string> all() const;

    [[nodiscard]] std::string path() const { return folder_ + "/upload_log.json"; }

private:
    [[nodiscard]] bool is_aside() const;
    void set_damaged_aside(const std::string& why,
                           const std::function<void(const std::string&)>& tell) const;

    std::string folder_;
};

/// Text that is empty for a file that is missing. Throws Error{data} for what is no file.
std::string read_upload_file(const std::string& path);

} // namespace ecg::sync
