// The audit log: JSON lines that are only ever added to, each sealed into the next.
#pragma once

#include "serve/audit/audit_folder.hpp"
#include "serve/audit/audit_line.hpp"
#include "serve/auth/key_ring.hpp"
#include "serve/clock.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace ecg::serve {

/// What cannot be audited is not shown: an answer with a patient's data is sent when its line is
/// told as kept, and is 503 when it is not. What a recorder sends is stored all the same, for a
/// lost ECG is worse than a lost line about it, and the rows of the store say whose it is and when
/// it came; the log tells later on how many lines it could not keep.
///
/// Safe to be called from any number of threads; one of its own writes.
class AuditLog {
public:
    struct Settings {
        std::string folder;
        std::uint64_t largest_file = 64U << 20;
        std::size_t queue = 65'536;
        std::chrono::milliseconds retry{1000}; ///< of a disk that could not be written
    };

    /// Opens or begins the log. Throws Error{unavailable} when another process writes it,
    /// Error{data} when the folder cannot be used. A disk that is full is none of these: is_well()
    /// is false until there is room.
    AuditLog(Settings settings, const KeyRing& keys, Clock clock);
    /// Writes what is queued.
    ~AuditLog();
    AuditLog(const AuditLog&) = delete;
    AuditLog& operator=(const AuditLog&) = delete;

    /// Called once, from the log's thread: quick, and throws nothing.
    using Told = std::function<void(bool kept)>;
    /// Queues a line; its moment is now. told comes when it survives a power cut, or could not be
    /// written. False, and told is not kept, when too many are waiting.
    bool write(AuditEntry entry, Told told = nullptr);

    /// Whether the last attempt to write succeeded.
    [[nodiscard]] bool is_well() const;
    /// Why not: "…/audit.jsonl: No space left on device". "" when it is well.
    [[nodiscard]] std::string trouble() const;

    /// What was found when it was opened: to be logged when something was torn or lost.
    [[nodiscard]] const AuditOpening& found() const { return found_; }

    /// Waits until all that was queued is told.
    void drain();

private:
    struct Waiting {
        AuditEntry entry;
        Told told;
    };

    void work();
    void write_group(std::vector<Waiting>& group);
    void add_line(std::string& text, const std::string& line);
    void rotate_if_large();

    Settings settings_;
    Clock clock_;
    transfer::Hmac hmac_;
    AuditFolder folder_;
    AuditOpening found_;

    // of the writing thread
    std::optional<AuditOpening> opening_; ///< still to be written
    std::uint64_t number_ = 0;            ///< of the last line
    std::string seal_{no_previous};       ///< of it
    std::uint64_t first_line_ = 0;        ///< of audit.jsonl
    std::int64_t unkept_ = 0;             ///< lines since the disk could not be written

    mutable std::mutex mutex_;
    std::condition_variable wake_, idle_;
    std::deque<Waiting> queue_;
    std::string trouble_;
    bool busy_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace ecg::serve
