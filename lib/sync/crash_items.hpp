// What crashed tools left in their folder becomes items of the queue, each once.
#pragma once

#include "common/time.hpp"
#include "sync/queue_folder.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace ecg::sync {

struct CrashSource {
    std::string folder;            ///< of the records, "crash_1736339696123_1a2b3c4d.json" each
    std::string device_serial{};   ///< "" = nobody said
    std::size_t most_waiting = 50; ///< a tool that crashes over and over fills no queue
};

/// The item of a record: the body of POST errors/report. What is no record makes an item that says
/// so. name: of its file.
NewItem crash_item(std::string_view record, std::string_view name,
                   const std::string& device_serial);

/// Queues the records that are there and moves them to folder/queued/, where the last hundred stay.
/// Killed at any step, it queues none twice and loses none. Needs the queue's lock. Throws
/// Error{data} when queue or folder cannot be written.
void take_crashes(QueueFolder& queue, const CrashSource& source);

} // namespace ecg::sync
