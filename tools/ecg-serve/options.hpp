// What the user may ask of ecg-serve.
#pragma once

#include "shared/settings_flags.hpp"

#include <functional>

namespace CLI {
class App;
}

namespace ecg {

/// What a command does, once the settings are known.
using ServeAction = std::function<void(const config::Settings&)>;
/// Called by the command that was named on the command line.
using ChooseAction = std::function<void(ServeAction)>;

struct ServeOptions {
    SettingsOptions settings;
    ServeAction action; ///< empty when no command was named
};

void add_options(CLI::App& app, ServeOptions& options);

/// One function a command, each in its own file.
void add_migrate(CLI::App& app, const ChooseAction& choose);
void add_check(CLI::App& app, const ChooseAction& choose);
void add_backup(CLI::App& app, const ChooseAction& choose);
void add_user(CLI::App& app, const ChooseAction& choose);
void add_key(CLI::App& app, const ChooseAction& choose);
void add_import(CLI::App& app, const ChooseAction& choose);
void add_export(CLI::App& app, const ChooseAction& choose);
void add_audit(CLI::App& app, const ChooseAction& choose);

} // namespace ecg
