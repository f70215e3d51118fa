// How a run goes, out of the settings.
#pragma once

#include "config/settings.hpp"
#include "sync/queue_room.hpp"
#include "sync/run_queue.hpp"
#include "sync/timetable.hpp"

namespace ecg {

/// Throws Error{usage} "origin: why", as all of these do.
sync::RunSettings run_settings(const config::Settings& settings);

sync::QueueLimits queue_limits(const config::Settings& settings);

sync::SendWindow window_in(const config::Settings& settings);

sync::RateTimetable rates_in(const config::Settings& settings);

/// The local time of the day: what windows and timetables go by.
sync::DayTime local_day_time(UtcTime now);

} // namespace ecg
