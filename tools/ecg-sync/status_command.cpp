#include "cli/output.hpp"
#include "common/json_writer.hpp"
#include "common/time.hpp"
#include "options.hpp"
#include "sync/blocked_sessions.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>
#include <memory>

namespace ecg {
namespace {

struct QueueStatus {
    std::map<std::string, std::size_t, std::less<>> pending; ///< by type; "other": of others' names
    std::size_t waiting = 0;
    std::size_t failed = 0;
    std::size_t synced = 0;
    std::size_t blocked = 0;
    std::optional<UtcTime> oldest;
    bool at_work = false;
};

QueueStatus status_of(const sync::QueueFolder& queue) {
    QueueStatus status;
    const sync::Ledger ledger{queue.ledger_path(), sync::LedgerUse::look};
    const auto marks = sync::blocked_sessions(queue, ledger, now_utc());
    for (const std::string& name : queue.names(sync::ItemState::pending)) {
        ++status.waiting;
        const auto parsed = sync::parse_item_name(name);
        ++status.pending[parsed ? std::string{sync::name_of(parsed->type)} : "other"];
        if (!parsed) {
            continue;
        }
        status.blocked += marks.contains(parsed->session_mark) ? 1 : 0;
        const UtcTime queued{parsed->sequence};
        status.oldest = status.oldest ? std::min(*status.oldest, queued) : queued;
    }
    status.failed = queue.names(sync::ItemState::failed).size();
    status.synced = queue.names(sync::ItemState::synced).size();
    status.at_work = !queue.try_lock();
    return status;
}

std::string as_json(const QueueStatus& status) {
    std::string line;
    JsonWriter json{line};
    json.begin_object().member("pending", status.waiting).key("types").begin_object();
    for (const auto& [type, count] : status.pending) {
        json.member(type, count);
    }
    json.end_object().member("blocked", status.blocked).member("failed", status.failed);
    json.member("synced", status.synced).member("running", status.at_work);
    if (status.oldest) {
        json.member("oldest", format_utc(*status.oldest));
    }
    json.end_object();
    return line += '\n';
}

std::string as_text(const QueueStatus& status) {
    std::string text = "pending " + std::to_string(status.waiting);
    std::string types;
    for (const auto& [type, count] : status.pending) {
        types.append(types.empty() ? " (" : ", ").append(type).append(" ");
        types.append(std::to_string(count));
    }
    text.append(types).append(types.empty() ? "\n" : ")\n");
    if (status.oldest) {
        text.append("oldest  ").append(format_utc(*status.oldest)).append("\n");
    }
    text.append("blocked ").append(std::to_string(status.blocked)).append("\n");
    text.append("failed  ").append(std::to_string(status.failed)).append("\n");
    text.append("synced  ").append(std::to_string(status.synced)).append(" kept\n");
    return text.append("running ").append(status.at_work ? "yes\n" : "no\n");
}

} // namespace

void add_status(CLI::App& app, const ChooseAction& choose) {
    CLI::App* command = app.add_subcommand("status", "How much waits, and since when");
    const auto json = std::make_shared<bool>(false);
    command->add_flag("--json", *json, "As one JSON line");
    command->callback([choose, json] {
        choose([json](const config::Settings& settings) {
            const QueueStatus status = status_of(open_queue(settings));
            cli::Output output{"-", Overwrite::never};
            output.write(*json ? as_json(status) : as_text(status));
            output.finish();
        });
    });
}

} // namespace ecg
