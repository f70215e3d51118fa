#include "common/error.hpp"
#include "find_item.hpp"
#include "options.hpp"
#include "sync/held_items.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace ecg {
namespace {

struct HoldOptions {
    std::vector<std::string> items;
    bool all = false;
};

void check(const HoldOptions& options, const char* command) {
    if (options.items.empty() != options.all) {
        throw Error{ErrorKind::usage, std::string{command} + ": items or --all are required"};
    }
}

/// The files of pending/ that are named.
std::vector<std::string> named(const sync::QueueFolder& queue,
                               const std::vector<std::string>& items) {
    std::vector<std::string> names;
    for (const std::string& wanted : items) {
        const FoundItem found = find_item(queue, wanted);
        if (found.state != sync::ItemState::pending) {
            throw Error{ErrorKind::data, wanted + ": does not wait; it is in " +
                                             std::string{sync::name_of(found.state)} + "/"};
        }
        names.push_back(found.file_name);
    }
    return names;
}

void hold(const config::Settings& settings, const HoldOptions& options) {
    check(options, "hold");
    const sync::QueueFolder queue = open_queue(settings);
    sync::hold_items(queue, options.all ? queue.names(sync::ItemState::pending)
                                        : named(queue, options.items));
}

void release(const config::Settings& settings, const HoldOptions& options) {
    check(options, "release");
    const sync::QueueFolder queue = open_queue(settings);
    const std::set<std::string> held = sync::HeldItems{queue}.names();
    if (options.all) {
        sync::release_items(queue, {held.begin(), held.end()});
        return;
    }
    const std::vector<std::string> names = named(queue, options.items);
    for (const std::string& name : names) {
        if (!held.contains(name)) {
            throw Error{ErrorKind::data, name + ": is not held"};
        }
    }
    sync::release_items(queue, names);
}

CLI::App* add_command(CLI::App& app, const char* name, const char* help,
                      const std::shared_ptr<HoldOptions>& options, const char* all) {
    CLI::App* command = app.add_subcommand(name, help);
    command->add_option("items", options->items, "Their ids or the names of their files")
        ->type_name("ITEM");
    command->add_flag("--all", options->all, all);
    return command;
}

} // namespace

void add_hold_commands(CLI::App& app, const ChooseAction& choose) {
    const auto options = std::make_shared<HoldOptions>();
    add_command(app, "hold", "Send these not until they are released", options,
                "All that waits now")
        ->callback(
            [=] { choose([=](const config::Settings& settings) { hold(settings, *options); }); });
    add_command(app, "release", "Send what is held again", options, "All that is held")
        ->callback([=] {
            choose([=](const config::Settings& settings) { release(settings, *options); });
        });
}

} // namespace ecg
