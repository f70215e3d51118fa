// The end of the last run, for whoever asks later how it went.
#pragma once

#include "sync/queue_folder.hpp"
#include "sync/run_queue.hpp"
#include "sync/target_memory.hpp"

#include <string>
#include <vector>

namespace ecg {

struct LastRun {
    std::string time; ///< UTC; "" = there was none, or its note is damaged
    std::string end;  ///< as name_of() has it
    std::string reason;
    std::string json; ///< all of it
};

/// Also what each target will be asked next, and when. What cannot be written is left out: nothing
/// hangs on it. Needs the queue's lock.
void note_last_run(const sync::QueueFolder& queue, const sync::RunResult& result,
                   const std::vector<sync::TargetRun>& targets, UtcTime now);

LastRun last_run(const sync::QueueFolder& queue);

} // namespace ecg
