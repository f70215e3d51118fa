#include "command.hpp"

#include "common/error.hpp"

namespace ecg {

void sync_command(const SyncOptions& options) {
    const std::optional<config::Settings> settings = load_or_print_settings(options.settings);
    if (!settings) {
        return;
    }
    if (!options.action) {
        throw Error{ErrorKind::usage, "a command is required; try ecg-sync --help"};
    }
    options.action(*settings);
}

} // namespace ecg
