// What is known of each target between runs: how it went, and how long it wants to be left alone.
#pragma once

#include "common/time.hpp"
#include "sync/queue_folder.hpp"
#include "sync/run_queue.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace ecg::sync {

struct TargetNote {
    std::string place; ///< what tells the target from another that had its name
    std::string time;  ///< UTC, of the end of its last run; "" = it was never asked
    std::string end;   ///< as name_of() has it
    std::string reason;
    std::size_t stored = 0;
    std::size_t refused = 0;
    std::size_t left = 0;
    std::int64_t next_ms = 0;  ///< since 1970, when it is asked again; 0 = nothing says so
    std::int64_t wait_ms = 0;  ///< how long that was from then
    bool asked = false;        ///< it was the target that asked for this wait
    std::int64_t ahead_ms = 0; ///< of our clock, its own

    /// How much longer until then; 0 = it may be asked. A time that is further away than it ever
    /// was belongs to a clock that was set since.
    [[nodiscard]] std::chrono::milliseconds rest(UtcTime now) const;
};

/// How the run of a target ended.
struct TargetRun {
    std::string name;
    std::string place;
    RunResult result;
    std::optional<std::chrono::milliseconds> next{};  ///< when we mean to ask it again
    std::optional<std::chrono::milliseconds> ahead{}; ///< its clock, of ours, where it has told
};

class TargetMemory {
public:
    /// Where nothing can be read nothing is known: that costs a request too early, and no more.
    explicit TargetMemory(const QueueFolder& queue);

    /// Absent when nothing is known of it.
    [[nodiscard]] const TargetNote* find(const std::string& name) const;
    /// Absent unless the target of that place asked to be left alone for longer than until now.
    [[nodiscard]] const TargetNote* resting(const std::string& name, const std::string& place,
                                            UtcTime now) const;

    /// One that was left alone has no new note.
    void note(const TargetRun& run, UtcTime now);
    /// What cannot be written is left out: nothing hangs on it. Needs the queue's lock.
    void save() const;

private:
    std::string folder_;
    std::map<std::string, TargetNote, std::less<>> notes_;
};

} // namespace ecg::sync
