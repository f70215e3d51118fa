// A folder that appears at its path whole, or not at all.
#pragma once

#include <string>

namespace ecg::serve {

/// Until it is finished it lies beside its path, as "PATH.unfinished.PID". What a killed program
/// left there is cleared away by the next one for the same path.
class UnfinishedFolder {
public:
    /// Throws Error{data} when it cannot be made.
    explicit UnfinishedFolder(const std::string& path);
    /// Removes it unless it is finished.
    ~UnfinishedFolder();
    UnfinishedFolder(const UnfinishedFolder&) = delete;
    UnfinishedFolder& operator=(const UnfinishedFolder&) = delete;

    [[nodiscard]] const std::string& path() const { return unfinished_; } ///< where it is now

    /// Gives it its path. Throws Error{data} when something is there by now.
    void finish();

private:
    void sync_all() const;

    std::string path_, unfinished_;
    int descriptor_ = -1; ///< locked while somebody is at work on it
    bool finished_ = false;
};

} // namespace ecg::serve
