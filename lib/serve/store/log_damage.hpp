// Whether the write-ahead log beside a database is whole, which SQLite itself does not say.
//
// SQLite reads the log up to the first page whose checksum is wrong and forgets what stands behind
// it. After a power cut that is right: the last change was not told to anybody. But where further
// changes stand behind that page it was damaged later, and what SQLite forgets was told as done.
#pragma once

#include <cstdint>
#include <string>

namespace ecg::serve {

struct LogDamage {
    std::int64_t page = 0;         ///< the first that is damaged, from 1; 0 = none is
    std::int64_t pages = 0;        ///< of the log
    std::int64_t lost_commits = 0; ///< behind it, that cannot be read; each may hold many changes

    /// Only the last change is not whole, as a power cut leaves it.
    [[nodiscard]] bool may_be_cut() const { return page > 0 && lost_commits <= 1; }

    /// "ecg.db-wal: page 7 of 90 is damaged …"; "" when nothing is.
    [[nodiscard]] std::string words(const std::string& database) const;
};

/// Reads the log of that database, also while others write; no log has no damage. Throws
/// Error{unavailable} when it cannot be read.
LogDamage find_log_damage(const std::string& database);

/// Throws Error{data} where changes that were told as done stand behind a damaged page: whoever
/// writes now would write over them.
void require_whole_log(const std::string& database);

} // namespace ecg::serve
