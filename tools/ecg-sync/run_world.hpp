// What a run sees of the world: clocks, signals, and who hears of it.
#pragma once

#include "run_log.hpp"
#include "sync/run_queue.hpp"
#include "sync/timetable.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace ecg {

/// Of a run that begins now. Nobody hears of it until tell and progress are set.
sync::RunWorld run_world(const sync::SendWindow& window);

/// True once a stop was asked for so long ago that nobody waits any more.
std::function<bool()> end_of_grace();

/// Until the span is over or a stop is asked for.
void pause_for(std::chrono::milliseconds span);

/// A line on standard error, as it is. A log that nobody reads any more is no reason to stop.
void write_log(const std::string& line);

/// "1 item", "2 items"
std::string item_count(std::size_t count);

} // namespace ecg
