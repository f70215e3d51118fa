// Session lines into the queue; where that ends early, the line to go on with.
#pragma once

#include "sync/queue_folder.hpp"

#include <string>

namespace ecg {

/// Queues the lines of ecg.session/1 in a file or, for "-", on standard input; what comes there is
/// durable line by line, for the power may go before the next. Throws Error that names the line
/// which cannot be queued, why, and where to go on: what stands before it is queued then, and
/// nothing from it on.
void enqueue_lines(sync::QueueFolder& queue, const std::string& input);

} // namespace ecg
