#include "shared/settings_flags.hpp"

#include "cli/crash_record.hpp"
#include "cli/output.hpp"
#include "common/error.hpp"

#include <CLI/CLI.hpp>

namespace ecg {
namespace {

void keep_crashes_at_home(const config::Settings& settings) {
    if (!settings.text("home").empty()) { // else it is that of the environment, as ever
        cli::record_crashes_in(settings.text("home"));
    }
}

} // namespace

void add_settings_flags(CLI::App& app, SettingsOptions& options) {
    app.add_option("--config", options.file, "Settings file, instead of the usual places")
        ->type_name("FILE");
    app.add_flag("--print-config", options.print, "Print each setting and where it came from");
}

std::optional<config::Settings> load_or_print_settings(const SettingsOptions& options) {
    config::Settings settings = config::load_settings(
        config::known_keys(), config::sources_of_process(options.flags, options.file));
    keep_crashes_at_home(settings);
    if (!options.print) {
        return settings;
    }
    cli::Output output{"-", Overwrite::never};
    output.write(settings.listing());
    output.finish();
    return std::nullopt;
}

void keep_crashes_at_home() {
    try {
        keep_crashes_at_home(
            config::load_settings(config::known_keys(), config::sources_of_process({}, "")));
    } catch (const Error&) {
        // Settings that are wrong are none of the business of a tool that has none.
    }
}

} // namespace ecg
