// How the program deals with memory that it will soon need again.
#pragma once

namespace ecg {

/// Keeps up to 64 MB of freed memory in the process. The analysis frees and takes the same few MB
/// for every minute of signal: to get them from the system each time costs a third of its time.
void keep_freed_memory();

} // namespace ecg
