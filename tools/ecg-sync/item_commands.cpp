#include "cli/output.hpp"
#include "common/error.hpp"
#include "common/json_writer.hpp"
#include "common/time.hpp"
#include "find_item.hpp"
#include "options.hpp"
#include "sync/held_items.hpp"
#include "sync/ledger.hpp"
#include "sync/receipts.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <optional>

namespace ecg {
namespace {

using sync::ItemState;

/// What is known of items beside their files.
struct QueueNotes {
    explicit QueueNotes(const sync::QueueFolder& queue) : held{queue} {
        for (const std::string& target : sync::targets_with_ledger(queue)) {
            const std::string path = sync::ledger_path(queue, target);
            ledgers.emplace_back(target, sync::Ledger{path, sync::LedgerUse::look});
        }
    }

    std::vector<std::pair<std::string, sync::Ledger>> ledgers; ///< by target
    sync::HeldItems held;
};

/// Of one that waits: whether it is held, and what became of it so far.
void add_notes(JsonWriter& json, const QueueNotes& notes, const std::string& name) {
    if (notes.held.contains(name)) {
        json.member("held", true);
    }
    std::vector<std::string> has;
    sync::Tries most;
    for (const auto& [target, ledger] : notes.ledgers) {
        const sync::Tries tries = ledger.tries_of(name);
        most = tries.count > most.count ? tries : most;
        if (ledger.stored().contains(name)) {
            has.push_back(target);
        }
    }
    if (most.count > 0) {
        json.member("tries", most.count).member("next_try", format_utc({most.next_ms}));
    }
    if (!has.empty()) {
        json.key("stored_at").begin_array();
        for (const std::string& target : has) {
            json.value(target);
        }
        json.end_array();
    }
}

/// Without the data, which are a patient's.
std::string line_of(const sync::QueueFolder& queue, const QueueNotes& notes,
                    const FoundItem& found) {
    std::string line;
    JsonWriter json{line};
    json.begin_object().member("state", sync::name_of(found.state)).member("file", found.file_name);
    const auto read = queue.read(found.state, found.file_name, now_utc());
    if (const auto* const item = std::get_if<sync::QueuedItem>(&read)) {
        json.member("id", item->id).member("type", sync::name_of(item->name.type));
        json.member("priority", item->name.priority).text_unless_empty("session_id", item->session);
        json.member("bytes", item->data.size());
    } else {
        json.member("unreadable", std::get<sync::Unreadable>(read).reason);
    }
    if (found.state == ItemState::pending) {
        add_notes(json, notes, found.file_name);
    }
    if (const std::string failure = queue.failure_text(found.file_name);
        found.state == ItemState::failed && failure.starts_with('{')) {
        json.key("failure").raw(std::string_view{failure}.substr(0, failure.rfind('}') + 1));
    }
    json.end_object();
    return line += '\n';
}

void list(const config::Settings& settings, const std::string& only) {
    const sync::QueueFolder queue = open_queue(settings);
    const QueueNotes notes{queue};
    cli::Output output{"-", Overwrite::never};
    for (const ItemState state : {ItemState::pending, ItemState::failed, ItemState::synced}) {
        if (!only.empty() && only != sync::name_of(state)) {
            continue;
        }
        for (const std::string& name : queue.names(state)) {
            output.write(line_of(queue, notes, {state, name}));
        }
    }
    output.finish();
}

void show(const config::Settings& settings, const std::string& wanted) {
    const sync::QueueFolder queue = open_queue(settings);
    cli::Output output{"-", Overwrite::never};
    output.write(line_of(queue, QueueNotes{queue}, find_item(queue, wanted)));
    output.finish();
}

/// Nobody may move an item while it is sent.
sync::FileLock lock_of(const sync::QueueFolder& queue) {
    auto lock = queue.try_lock();
    if (!lock) {
        throw Error{ErrorKind::unavailable, queue.path() + ": an ecg-sync is at work; try later"};
    }
    return std::move(*lock);
}

void retry(const config::Settings& settings, const std::string& wanted, bool all) {
    if (wanted.empty() != all) {
        throw Error{ErrorKind::usage, "retry: an item or --all is required"};
    }
    const sync::QueueFolder queue = open_queue(settings);
    const sync::FileLock lock = lock_of(queue);
    if (all) {
        for (const std::string& name : queue.names(ItemState::failed)) {
            sync::forget_refusals(queue, name);
            static_cast<void>(queue.retry(name));
        }
        return;
    }
    const FoundItem found = find_item(queue, wanted);
    sync::forget_refusals(queue, found.file_name);
    if (found.state != ItemState::failed || !queue.retry(found.file_name)) {
        throw Error{ErrorKind::data, wanted + ": has not failed"};
    }
}

void drop(const config::Settings& settings, const std::string& wanted) {
    const sync::QueueFolder queue = open_queue(settings);
    const sync::FileLock lock = lock_of(queue);
    const FoundItem found = find_item(queue, wanted);
    if (!queue.drop(found.file_name)) {
        throw Error{ErrorKind::data, wanted + ": was sent already"};
    }
}

} // namespace

void add_item_commands(CLI::App& app, const ChooseAction& choose) {
    const auto wanted = std::make_shared<std::string>();
    const auto only = std::make_shared<std::string>();
    const auto all = std::make_shared<bool>(false);

    CLI::App* listing = app.add_subcommand("list", "The items, one JSON line each, without data");
    listing->add_option("state", *only, "Only those of one state")
        ->check(CLI::IsMember({"pending", "failed", "synced"}))
        ->type_name("pending|failed|synced");
    listing->callback(
        [=] { choose([=](const config::Settings& settings) { list(settings, *only); }); });

    CLI::App* showing = app.add_subcommand("show", "One item, and why it failed");
    showing->add_option("item", *wanted, "Its id or the name of its file")
        ->required()
        ->type_name("ITEM");
    showing->callback(
        [=] { choose([=](const config::Settings& settings) { show(settings, *wanted); }); });

    CLI::App* retrying = app.add_subcommand("retry", "Let a failed item wait again");
    retrying->add_option("item", *wanted, "Its id or the name of its file")->type_name("ITEM");
    retrying->add_flag("--all", *all, "All that failed");
    retrying->callback(
        [=] { choose([=](const config::Settings& settings) { retry(settings, *wanted, *all); }); });

    CLI::App* dropping = app.add_subcommand("drop", "Delete an item that was not sent");
    dropping->add_option("item", *wanted, "Its id or the name of its file")
        ->required()
        ->type_name("ITEM");
    dropping->callback(
        [=] { choose([=](const config::Settings& settings) { drop(settings, *wanted); }); });
}

} // namespace ecg
