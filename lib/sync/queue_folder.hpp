// The queue on disk: offline_queue/{pending,failed,synced}/, a JSON file an item, for people to
// see.
#pragma once

#include "common/time.hpp"
#include "sync/queue_files.hpp"
#include "sync/queue_item.hpp"
#include "sync/queue_room.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ecg::sync {

enum class ItemState { pending, failed, synced };

/// "pending"
std::string_view name_of(ItemState state);

/// Why an item went to failed/.
struct Failure {
    std::string reason;
    int status = 0; ///< of the server's answer; 0 = there was none
    int tries = 0;
};

/// Why a file in pending/ cannot be sent.
struct Unreadable {
    enum class Kind {
        gone,      ///< somebody took it away meanwhile
        unsettled, ///< no item yet: somebody may still be writing it
        broken,    ///< and will not become one
        irregular, ///< no regular file, so not ours to move
    } kind = Kind::gone;
    std::string reason;
};

class QueueFolder {
public:
    /// Makes what is missing, for its owner alone. Throws Error{data}.
    explicit QueueFolder(std::string path, const QueueLimits& limits = {});

    /// On return the items survive a power cut; one during it leaves the first of them or none.
    /// Returns their file names. Throws Error{data}, and Error{unavailable} with none of them
    /// queued when the queue is at its limits.
    std::vector<std::string> enqueue(const std::vector<NewItem>& items, UtcTime now);

    /// An item whose file is always the same, by its session and since when it is there. Queued
    /// unless it is in pending/, failed/ or synced/ already. Throws Error{data}.
    void enqueue_once(const NewItem& item, UtcTime since);

    /// The right to send and to move; absent when another has it.
    [[nodiscard]] std::optional<FileLock> try_lock() const;

    /// Whether another has it; takes it from nobody, not even for a moment.
    [[nodiscard]] bool is_locked() const { return FileLock::is_taken(lock_path()); }

    /// File names that end in ".json", sorted; without those that say why an item failed.
    [[nodiscard]] std::vector<std::string> names(ItemState state) const;

    /// A file of pending/, failed/ or synced/. Throws Error{data} when the disk does not answer.
    [[nodiscard]] std::variant<QueuedItem, Unreadable>
    read(ItemState state, const std::string& name, UtcTime now) const;
    /// The PDF that a report is to send along: of the queue, or of the path that the original app
    /// noted. Throws Error{data}, also when it is not as it was queued.
    [[nodiscard]] std::string read_part(const QueuedItem& item) const;
    /// The path of that PDF, whose bytes are as they were queued.
    [[nodiscard]] std::string part_file(const QueuedItem& item) const;
    /// The path of the file that an item is sent as: where its PDF came from, or its own.
    [[nodiscard]] std::string sent_file(const QueuedItem& item) const;
    /// What failed/NAME.error.json says; "" when there is none.
    [[nodiscard]] std::string failure_text(const std::string& name) const;

    /// From pending/ to failed/, with the reason beside it. Returns its name there.
    std::string fail(const std::string& name, const Failure& failure, UtcTime now) const;
    /// From pending/ to synced/; parts go.
    void finish(const std::vector<std::string>& names) const;
    /// Keeps the last hundred in synced/, or more when that takes longer than half a second by
    /// elapsed: some disks need milliseconds to free the room of one file. The next time goes on.
    void prune(const std::function<std::chrono::milliseconds()>& elapsed) const;
    /// From failed/ back to pending/. False when it is not there.
    [[nodiscard]] bool retry(const std::string& name) const;
    /// Removes it from pending/ or failed/. False when it is in neither.
    [[nodiscard]] bool drop(const std::string& name) const;

    /// Before a run: clears away what killed programs left, and where the disk is short of room
    /// what was sent, oldest first. Throws Error{data} when items could not be moved: what cannot
    /// be marked as sent must not be sent. Needs the lock.
    void tidy() const;

    [[nodiscard]] std::string state_folder() const { return path_ + "/.state"; }

    [[nodiscard]] std::string ledger_path() const { return state_path("ledger.jsonl"); }

    /// Of a file that is no item: what is known of those.
    [[nodiscard]] std::string state_path(const std::string& name) const {
        return state_folder() + '/' + name;
    }

    [[nodiscard]] std::string held_path() const { return state_folder() + "/held.json"; }

    [[nodiscard]] const std::string& path() const { return path_; }

    [[nodiscard]] const QueueLimits& limits() const { return limits_; }

private:
    [[nodiscard]] std::string folder(ItemState state) const;

    [[nodiscard]] std::string lock_path() const { return state_path("lock"); }

    [[nodiscard]] std::string parts_folder() const { return path_ + "/parts"; }

    [[nodiscard]] std::string part_path(const QueuedItem& item) const;
    [[nodiscard]] ItemName free_name(const NewItem& item);
    void remove_part_of(const std::string& name) const;
    [[nodiscard]] std::vector<std::string> sent_by_age() const;
    void make_room() const;

    std::string path_;
    QueueLimits limits_;
    std::int64_t last_sequence_ = 0; ///< what is queued here later comes later, however fast
};

} // namespace ecg::sync
