#include "run_settings.hpp"

#include "backend_settings.hpp"
#include "common/error.hpp"
#include "common/text.hpp"

#include <ctime>

namespace ecg {
namespace {

[[noreturn]] void fail(const config::Setting& setting, const char* why) {
    throw Error{ErrorKind::usage, setting.origin + ": \"" + setting.value + "\" is " + why};
}

} // namespace

sync::RunSettings run_settings(const config::Settings& settings) {
    sync::RunSettings how;
    how.budget = span_in(settings, "sync.max_time");
    how.back_off.first = span_in(settings, "sync.back_off");
    how.most_tries = static_cast<int>(settings.number("sync.tries"));
    return how;
}

sync::QueueLimits queue_limits(const config::Settings& settings) {
    sync::QueueLimits limits;
    const config::Setting& items = settings["sync.queue_items"];
    if (items.value != "off") {
        const auto number = parse_integer(items.value);
        if (!number || *number < 1) {
            fail(items, "no number of items such as 500000, and not off");
        }
        limits.items = static_cast<std::size_t>(*number);
    }
    const config::Setting& room = settings["sync.least_free"];
    const auto least = sync::LeastFree::parse(room.value);
    if (!least) {
        fail(room, "no room such as 5% (less than 50%) or 500M, and not off");
    }
    limits.least_free = *least;
    return limits;
}

sync::SendWindow window_in(const config::Settings& settings) {
    const config::Setting& setting = settings["sync.window"];
    const auto window = sync::SendWindow::parse(setting.value);
    if (!window) {
        fail(setting, "no window such as 20:00-06:00, nor several with blanks between them");
    }
    return *window;
}

sync::RateTimetable rates_in(const config::Settings& settings) {
    const config::Setting& setting = settings["sync.bytes_per_second"];
    const auto rates = sync::RateTimetable::parse(setting.value);
    if (!rates) {
        fail(setting, "no rate of 4k or more such as 64k, no timetable such as "
                      "\"08:00,64k 20:00,off\", and not off");
    }
    return *rates;
}

sync::DayTime local_day_time(UtcTime now) {
    const std::time_t seconds = static_cast<std::time_t>(now.milliseconds / 1000);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    return sync::DayTime{local.tm_hour * 60 + local.tm_min};
}

} // namespace ecg
