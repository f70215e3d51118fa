#include "crash_reports.hpp"

#include "cli/crash_folder.hpp"
#include "cli/messages.hpp"
#include "common/error.hpp"
#include "common/notes.hpp"
#include "sync/crash_items.hpp"

namespace ecg {

void queue_crashes(sync::QueueFolder& queue, const config::Settings& settings) {
    try {
        sync::take_crashes(queue, {.folder = cli::crash_folder(config::home_folder(settings)),
                                   .device_serial = settings.text("sync.device_serial")});
    } catch (const Error& error) {
        cli::tell(std::string{error.what()} + "; crashes are not reported");
    }
}

void note_event(const sync::RunEvent& event) {
    const bool is_ours = sync::parse_item_name(event.item).has_value();
    note(event.what + " " + (is_ours ? event.item : "an item") + " of " +
         std::to_string(event.items) + ", status " + std::to_string(event.status));
}

} // namespace ecg
