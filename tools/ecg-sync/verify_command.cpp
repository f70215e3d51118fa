#include "cli/messages.hpp"
#include "cli/run_tool.hpp"
#include "common/error.hpp"
#include "common/time.hpp"
#include "options.hpp"
#include "sync/receipts.hpp"

#include <CLI/CLI.hpp>

namespace ecg {
namespace {

/// What is wrong with an item, "" = nothing.
std::string trouble_with(const sync::QueueFolder& queue, const std::string& name) {
    const auto read = queue.read(sync::ItemState::pending, name, now_utc());
    if (const auto* const why = std::get_if<sync::Unreadable>(&read)) {
        return why->kind == sync::Unreadable::Kind::gone ? "" : why->reason;
    }
    const auto& item = std::get<sync::QueuedItem>(read);
    if (item.name.type != sync::ItemType::report) {
        return "";
    }
    try {
        static_cast<void>(queue.read_part(item));
        return "";
    } catch (const Error& error) {
        return error.what();
    }
}

void verify(const config::Settings& settings) {
    const sync::QueueFolder queue = open_queue(settings);
    bool sound = true;
    for (const std::string& name : queue.names(sync::ItemState::pending)) {
        if (const std::string trouble = trouble_with(queue, name); !trouble.empty()) {
            cli::tell(name + ": " + trouble);
            sound = false;
        }
    }
    for (const std::string& target : sync::targets_with_ledger(queue)) {
        const std::string path = sync::ledger_path(queue, target);
        const sync::Ledger ledger{path, sync::LedgerUse::look};
        if (ledger.damaged() > 0) {
            cli::tell(path + ": " + std::to_string(ledger.damaged()) +
                      " damaged lines; the next run leaves them out");
            sound = false;
        }
    }
    if (!sound) {
        throw cli::AlreadyTold{1};
    }
}

} // namespace

void add_verify(CLI::App& app, const ChooseAction& choose) {
    CLI::App* command =
        app.add_subcommand("verify", "Read all that waits, and say what is wrong with it");
    command->callback([choose] { choose(verify); });
}

} // namespace ecg
