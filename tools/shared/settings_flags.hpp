// The flags of every tool that has settings: which file they come from, and how they stand.
#pragma once

#include "config/settings.hpp"

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace ecg {

struct SettingsOptions {
    config::Flags flags; ///< those that a file or the environment may give too
    std::string file;    ///< "" = the usual places
    bool print = false;
};

/// --config and --print-config.
void add_settings_flags(CLI::App& app, SettingsOptions& options);

/// The settings; absent when the user only wanted to see them, which is done then.
std::optional<config::Settings> load_or_print_settings(const SettingsOptions& options);

/// For a tool without settings: records of crashes lie where those of the others do.
void keep_crashes_at_home();

} // namespace ecg
