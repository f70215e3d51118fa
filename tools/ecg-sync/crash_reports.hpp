// Records of crashes on their way to whoever mends the tools.
#pragma once

#include "config/settings.hpp"
#include "sync/queue_folder.hpp"
#include "sync/run_queue.hpp"

namespace ecg {

/// Queues what crashed tools left at home. What hinders that is told, and keeps nothing else from
/// being sent. Needs the queue's lock.
void queue_crashes(sync::QueueFolder& queue, const config::Settings& settings);

/// Keeps it for the record of a crash of our own, without the names of files that others dropped
/// in, and without what is wrong with them.
void note_event(const sync::RunEvent& event);

} // namespace ecg
