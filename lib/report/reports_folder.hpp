// The folder of reports and its index, which several programs may write to at the same time.
#pragma once

#include "report/report_index.hpp"

#include <string>
#include <vector>

namespace ecg::report {

/// While it lives, no other program that asks for it writes to the folder. The lock is on a file
/// beside the index, index.json.lock, which stays.
class FolderLock {
public:
    /// Waits for its turn. Throws Error{data} when the folder cannot be written.
    explicit FolderLock(std::string folder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

    [[nodiscard]] const std::string& folder() const { return folder_; }

private:
    std::string folder_;
    int descriptor_ = -1;
};

/// Takes away what killed programs left of pages and of the index, where their file system has no
/// files without a name: whoever writes them holds the lock.
void remove_unfinished(const FolderLock& lock);

/// Writes report to the index. Throws Error{data}, with the index as it was, when it cannot be
/// read.
void enter_report(const FolderLock& lock, const NewReport& report);

/// As listed_reports; none when there is no index.
std::vector<ListedReport> reports_in(const std::string& folder);

} // namespace ecg::report
