#include "command.hpp"

#include "run_server.hpp"

namespace ecg {

void serve_command(const ServeOptions& options) {
    const std::optional<config::Settings> settings = load_or_print_settings(options.settings);
    if (!settings) {
        return;
    }
    if (options.action) {
        options.action(*settings);
    } else {
        run_server(*settings);
    }
}

} // namespace ecg
