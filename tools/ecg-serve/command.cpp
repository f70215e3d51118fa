#include "command.hpp"

#include "common/error.hpp"

namespace ecg {

void serve_command(const ServeOptions& options) {
    const std::optional<config::Settings> settings = load_or_print_settings(options.settings);
    if (!settings) {
        return;
    }
    if (!options.action) {
        throw Error{ErrorKind::usage, "no command was named; try ecg-serve --help"};
    }
    options.action(*settings);
}

} // namespace ecg
