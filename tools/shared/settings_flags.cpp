#include "shared/settings_flags.hpp"

#include "cli/output.hpp"

#include <CLI/CLI.hpp>

namespace ecg {

void add_settings_flags(CLI::App& app, SettingsOptions& options) {
    app.add_option("--config", options.file, "Settings file, instead of the usual places")
        ->type_name("FILE");
    app.add_flag("--print-config", options.print, "Print each setting and where it came from");
}

std::optional<config::Settings> load_or_print_settings(const SettingsOptions& options) {
    config::Settings settings = config::load_settings(
        config::known_keys(), config::sources_of_process(options.flags, options.file));
    if (!options.print) {
        return settings;
    }
    cli::Output output{"-", Overwrite::never};
    output.write(settings.listing());
    output.finish();
    return std::nullopt;
}

} // namespace ecg
