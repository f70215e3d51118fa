// Sends what waits in the queue to one of its targets: each item once, in order, as long as the
// target takes it.
#pragma once

#include "common/time.hpp"
#include "sync/back_off.hpp"
#include "sync/item_exits.hpp"
#include "sync/queue_folder.hpp"
#include "sync/run_end.hpp"
#include "sync/target.hpp"
#include "sync/upload_log.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace ecg::sync {

struct RunSettings {
    int most_tries = 5; ///< of an item that the server refuses; being away costs none
    BackOff back_off;
    std::chrono::milliseconds budget{50'000}; ///< no wait and no parcel is begun behind it
    int most_misses = 3;                      ///< in a row; then the target is left for this run
    bool waits = true; ///< within the budget; else the run ends where it would have to wait
};

/// Something that a log may tell: no patient, no data.
struct RunEvent {
    std::string what;     ///< "stored", "refused", "failed", "later", "gone", "skipped"
    std::string item{};   ///< its file name
    std::string target{}; ///< "" for the server alone
    std::size_t items = 1;
    int tries = 0;
    int status = 0;
    std::string reason{};
    std::uint64_t bytes = 0;
    std::chrono::milliseconds elapsed{};
};

/// What a run sees of the world outside.
struct RunWorld {
    std::function<UtcTime()> now;
    std::function<std::chrono::milliseconds()>
        elapsed; ///< since the run began; no clock of the wall
    std::function<void(std::chrono::milliseconds)>
        pause; ///< may end early, when a stop is asked for
    std::function<bool()> stop;
    std::function<bool()> closed;   ///< nothing may begin at this hour; empty = there is none such
    std::function<double()> chance; ///< 0 to 1
    std::function<void(const RunEvent&)> tell;
    std::function<void(std::size_t done, std::size_t all)> progress;
    UploadLog* log = nullptr; ///< of files that the target took; nullptr: none is kept
};

struct RunResult {
    RunEnd end = RunEnd::done;
    std::string reason;  ///< of offline and denied
    std::string trouble; ///< of ledger and log, whose disk may be full; "" = they had none
    std::size_t stored = 0;
    std::size_t failed = 0;  ///< went to failed/
    std::size_t left = 0;    ///< in pending/, blocked ones among them
    std::size_t blocked = 0; ///< wait for others of their session, which failed
    std::size_t held = 0;    ///< by people
    /// When it makes sense to run again: of waiting, the next try of an item; of offline, what the
    /// target asked for. Absent when nothing says so.
    std::optional<std::chrono::milliseconds> next;
    bool left_alone = false; ///< offline, for the target had asked for that in a run before
};

/// The part of a target in run_targets(), which see. Throws Error{data} when the queue's folders
/// cannot be written: then nothing more is sent, and nothing is lost.
RunResult run_queue(QueueFolder& queue, Target& target, const RunSettings& settings,
                    const RunWorld& world, const Share& share);

} // namespace ecg::sync
