// reports/upload_log.json: what targets took, a JSON list as the original app kept it. It is put
// aside when it has grown, and no reader ever sees a part of it.
#pragma once

#include "sync/ledger.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ecg {
class JsonValue;
}

namespace ecg::sync {

struct UploadLogSettings {
    std::string folder;       ///< "…/reports", which is made when it is missing
    std::string state_folder; ///< of the queue, with the ledgers
    std::size_t largest = std::size_t{2} << 20U; ///< bytes, before it is put aside
    std::size_t kept = 20;                       ///< of those put aside
    /// So many entries are written together; fewer wait in their ledger, at most so long.
    std::size_t at_once = 2000;
    std::chrono::milliseconds patience{};
    std::function<std::chrono::milliseconds()> elapsed; ///< no clock of the wall
    std::function<void(const std::string&)> tell;       ///< of a damaged file
};

/// Any thread and any number of programs may use it at the same time.
class UploadLog {
public:
    explicit UploadLog(UploadLogSettings settings) : settings_{std::move(settings)} {}

    /// Whether so many entries are as many as are written while a run goes on.
    /// Not so where it could not be written just now: then the end is time enough.
    [[nodiscard]] bool is_full(std::size_t entries) const {
        return entries >= settings_.at_once && !has_told_;
    }

    /// What a ledger knows of uploads goes into the log, each entry once, wherever a program before
    /// was killed. Returns what hinders that, "" when it was told before; the ledger keeps them
    /// then, and this object, for the next time.
    std::string take(Ledger& ledger);
    /// The same at the end of a run, once they have waited long enough.
    std::string take_if_due(Ledger& ledger);

    /// An upload that no ledger knows is on the disk after this, for take_notes(). Unless there is
    /// an entry of its object already, where once_an_object. Throws Error{data}.
    void note(const std::string& entry, bool once_an_object);
    /// These go into the log, as with the next take(). Throws Error{data}; they are kept then.
    void take_notes();

    /// Calls visit for each entry, the oldest first, with those that are in no file yet at last.
    /// Returns what is wrong with files that cannot be read.
    std::vector<std::string> each(const std::function<void(const JsonValue&)>& visit) const;

    /// The file that entries go to.
    [[nodiscard]] std::string path() const { return settings_.folder + "/upload_log.json"; }

private:
    std::string try_to_log(Ledger& ledger);
    void log(Ledger& ledger);
    void log_notes();
    [[nodiscard]] bool has_notes() const;
    void append(const std::vector<std::string>& entries, bool may_be_there);
    [[nodiscard]] std::set<std::string> all_ids() const;

    UploadLogSettings settings_;
    std::mutex one_at_a_time_;
    std::vector<std::string> unwritten_;                 ///< that their ledger may not have either
    std::optional<std::set<std::string>> known_objects_; ///< by object_mark(), once it was asked
    std::chrono::milliseconds last_{};
    std::atomic<bool> has_told_{false};
};

} // namespace ecg::sync
