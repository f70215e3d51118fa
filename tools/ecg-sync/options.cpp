#include "options.hpp"

#include "cli/run_tool.hpp"
#include "run_settings.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <utility>

namespace ecg {

void add_options(CLI::App& app, SyncOptions& options) {
    app.fallthrough(); // --config may stand behind the command, too
    add_settings_flags(app, options.settings);
    const ChooseAction choose = [&options](SyncAction action) {
        options.action = std::move(action);
    };
    add_enqueue(app, choose);
    add_run(app, options.settings.flags, choose);
    add_watch(app, options.settings, choose);
    add_upload(app, choose);
    add_test(app, choose);
    add_status(app, choose);
    add_item_commands(app, choose);
    add_hold_commands(app, choose);
    add_log(app, choose);
    add_verify(app, choose);
    app.require_subcommand(0, 1);
    cli::add_footer(app, R"(Examples:
  ecg-acquire record | ecg-sync enqueue       # keeps what is recorded
  ecg-sync enqueue --report report.pdf --session demo-normal-7
  ecg-sync run                                # sends what waits; every minute, from a timer
  ecg-sync run --window 20:00-06:00 --bwlimit "08:00,64k 20:00,off"
  ecg-sync watch                              # sends what comes as it comes, for systemd
  ecg-sync test s3                            # is it there, and does it know us?
  ecg-sync upload report.pdf --target dropbox
  ecg-sync status
  ecg-sync log --since 7d                     # what was uploaded, where to and when
)");
}

sync::QueueFolder open_queue(const config::Settings& settings) {
    const std::string home = config::home_folder(settings);
    std::error_code ignored; // what is wrong with it is told of the folder below
    std::filesystem::create_directories(home, ignored);
    return sync::QueueFolder{home + "/offline_queue", queue_limits(settings)};
}

} // namespace ecg
