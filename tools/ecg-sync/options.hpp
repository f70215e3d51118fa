// What the user may ask of ecg-sync.
#pragma once

#include "shared/settings_flags.hpp"
#include "sync/queue_folder.hpp"

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace ecg {

/// What a command does, once the settings are known.
using SyncAction = std::function<void(const config::Settings&)>;
/// Called by the command that was named on the command line.
using ChooseAction = std::function<void(SyncAction)>;

struct SyncOptions {
    SettingsOptions settings;
    SyncAction action; ///< empty when no command was named
};

void add_options(CLI::App& app, SyncOptions& options);

/// $ECG_HOME/offline_queue, which is made when it is missing.
sync::QueueFolder open_queue(const config::Settings& settings);

/// --url, --bwlimit, --window
void add_sending_flags(CLI::App& command, config::Flags& flags);

/// One function a command, or a few that belong together.
void add_enqueue(CLI::App& app, const ChooseAction& choose);
void add_run(CLI::App& app, config::Flags& flags, const ChooseAction& choose);
void add_watch(CLI::App& app, SettingsOptions& options, const ChooseAction& choose);
void add_upload(CLI::App& app, const ChooseAction& choose);
void add_test(CLI::App& app, const ChooseAction& choose);
void add_status(CLI::App& app, const ChooseAction& choose);
void add_item_commands(CLI::App& app, const ChooseAction& choose);
void add_hold_commands(CLI::App& app, const ChooseAction& choose);
void add_log(CLI::App& app, const ChooseAction& choose);
void add_verify(CLI::App& app, const ChooseAction& choose);

} // namespace ecg
