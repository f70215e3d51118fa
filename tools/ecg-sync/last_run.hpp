// The end of the last run, for whoever asks later how it went.
#pragma once

#include "sync/queue_folder.hpp"
#include "sync/run_queue.hpp"

#include <string>

namespace ecg {

struct LastRun {
    std::string time; ///< UTC; "" = there was none, or its note is damaged
    std::string end;  ///< as name_of() has it
    std::string reason;
    std::string json; ///< all of it
};

/// What cannot be written is left out: nothing hangs on it.
void note_last_run(const sync::QueueFolder& queue, const sync::RunResult& result, UtcTime now);

LastRun last_run(const sync::QueueFolder& queue);

} // namespace ecg
