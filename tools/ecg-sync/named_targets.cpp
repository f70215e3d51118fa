#include "named_targets.hpp"

#include "backend_settings.hpp"
#include "cli/messages.hpp"
#include "cli/run_tool.hpp"
#include "common/error.hpp"
#include "common/json_writer.hpp"
#include "common/url_secrets.hpp"
#include "options.hpp"
#include "run_log.hpp"
#include "run_world.hpp"
#include "sync/object_target.hpp"
#include "sync/upload_notes.hpp"
#include "target_settings.hpp"

#include <utility>

namespace ecg {
namespace {

using sync::RunEnd;

/// An object store with the notes of its cut uploads.
struct NotedStore {
    std::shared_ptr<transfer::Target> store;
    std::unique_ptr<sync::UploadNotes> notes;
};

std::shared_ptr<sync::Target> open_objects(const config::Settings& settings,
                                           const std::string& name,
                                           const transfer::HttpSettings& http) {
    const auto noted = std::make_shared<NotedStore>();
    noted->store = open_target(settings, name, http);
    noted->notes =
        std::make_unique<sync::UploadNotes>(open_queue(settings).state_path("uploads-" + name));
    noted->store->remember(noted->notes.get());
    auto objects = std::make_unique<sync::ObjectTarget>(
        name, service_of(settings, name),
        std::shared_ptr<transfer::Target>{noted, noted->store.get()});
    if (auto mails = crash_mail_settings(settings, name, http)) {
        return std::make_unique<sync::CrashMails>(std::move(*mails), std::move(objects));
    }
    return objects;
}

/// count: of targets that share the bandwidth.
std::shared_ptr<sync::Target> open_named(const config::Settings& settings, const std::string& name,
                                         const std::function<bool()>& abandon, std::size_t count) {
    transfer::HttpSettings http = http_settings(settings, name);
    http.abandon = abandon;
    http.bytes_per_second = [whole = http.bytes_per_second, count] {
        return (whole() + count - 1) / count;
    };
    if (name != "backend") {
        return open_objects(settings, name, http);
    }
    sync::BackendSettings backend = backend_settings(settings);
    backend.http = http;
    return std::make_shared<sync::BackendTarget>(std::move(backend));
}

std::string waiting(std::size_t left) {
    return item_count(left) + (left == 1 ? " waits" : " wait");
}

/// With who it was, unless the reason is ours.
std::string reason_of(const sync::TargetEnd& one, const config::Settings& settings) {
    const std::string named = one.shown_as.empty() ? "" : one.shown_as + ": ";
    switch (one.result.end) {
    case RunEnd::waiting:
        return named + "the time is up";
    case RunEnd::closed:
        return named + "nothing is sent outside of " + settings.text("sync.window");
    default:
        return (named.empty() ? url_without_secrets(settings.text("sync.url")) + ": " : named) +
               one.result.reason;
    }
}

bool is_for_later(RunEnd end) {
    return end == RunEnd::offline || end == RunEnd::waiting || end == RunEnd::closed;
}

void tell_end(const sync::TargetEnd& one, const config::Settings& settings, bool quiet) {
    const sync::RunResult& result = one.result;
    if (result.end == RunEnd::denied || (is_for_later(result.end) && !quiet)) {
        cli::tell(reason_of(one, settings) + next_words(result) + "; " + waiting(result.left));
    }
    if (result.blocked > 0 && !quiet) {
        cli::tell(one.shown_as.empty()
                      ? item_count(result.blocked) +
                            " cannot go, for something else of the same session is in failed/"
                      : one.shown_as + ": " + waiting(result.blocked) +
                            " for the start of their session, which it refused");
    }
}

} // namespace

void check_server_alone(const config::Settings& settings, const sync::Rules& rules) {
    if (sync::is_server_alone(rules)) {
        static_cast<void>(backend_settings(settings));
    }
}

std::vector<sync::NamedTarget> named_targets(const config::Settings& settings,
                                             const sync::Rules& rules,
                                             std::function<bool()> abandon) {
    const auto own = std::make_shared<config::Settings>(settings);
    std::vector<sync::NamedTarget> targets;
    const std::vector<std::string> names = rules.all();
    for (const std::string& name : names) {
        const auto open = [own, name, abandon, count = names.size()] {
            return open_named(*own, name, abandon, count);
        };
        const auto kept = std::make_shared<std::shared_ptr<sync::Target>>();
        const auto open_once = [open, kept] { return *kept = *kept ? *kept : open(); };
        targets.push_back({name, name == "backend", open_once, place_of(settings, name)});
    }
    return targets;
}

std::vector<sync::TargetRun> target_runs(const sync::TargetsResult& result,
                                         const config::Settings& settings) {
    std::vector<sync::TargetRun> runs;
    for (const sync::TargetEnd& one : result.targets) {
        runs.push_back({one.name, place_of(settings, one.name), one.result, {}});
    }
    return runs;
}

std::vector<sync::TargetPreview> preview(const config::Settings& settings, const sync::Rules& rules,
                                         const sync::QueueFolder& queue, UtcTime now) {
    const auto at_once = static_cast<std::size_t>(settings.number("sync.connections"));
    std::vector<sync::PreviewedTarget> targets;
    for (const std::string& name : rules.all()) {
        const bool is_server = name == "backend";
        targets.push_back({name, is_server, is_server ? at_once : 1, is_mail(settings, name)});
    }
    std::vector<sync::TargetPreview> found = sync::preview_targets(queue, rules, targets, now);
    const sync::TargetMemory memory{queue};
    for (sync::TargetPreview& one : found) {
        try {
            if (one.name == "backend") {
                static_cast<void>(backend_settings(settings));
            } else {
                static_cast<void>(
                    open_target(settings, one.name, http_settings(settings, one.name)));
            }
        } catch (const Error& error) {
            one.trouble = error.what();
        }
        if (const auto* const note = memory.resting(one.name, place_of(settings, one.name), now)) {
            one.trouble = "left alone as it asked, until " +
                          format_utc({now.milliseconds + note->rest(now).count()});
        }
    }
    return found;
}

void judge(const sync::TargetsResult& result, const config::Settings& settings, bool quiet) {
    for (const sync::TargetEnd& one : result.targets) {
        tell_end(one, settings, quiet);
    }
    const sync::RunResult one = as_one(result);
    if (!one.trouble.empty()) { // once, for a disk that is full is so for all
        cli::tell(one.trouble + "; what was sent left the queue all the same");
    }
    if (one.end == RunEnd::stopped) {
        throw Error{ErrorKind::interrupted, "stopped; " + waiting(result.left)};
    }
    if (one.end == RunEnd::denied || is_for_later(one.end)) {
        throw cli::AlreadyTold{one.end == RunEnd::denied ? 2 : 3};
    }
    if (!one.trouble.empty() || result.failed > 0) {
        throw cli::AlreadyTold{1};
    }
}

std::string log_lines(const sync::TargetsResult& result, UtcTime now) {
    std::string lines;
    for (const sync::TargetEnd& one : result.targets) {
        if (one.shown_as.empty()) {
            continue; // the line of all is its own
        }
        JsonWriter json{lines};
        json.begin_object().member("time", format_utc(now)).member("what", "target");
        json.member("target", one.name).member("end", name_of(one.result.end));
        json.text_unless_empty("reason", one.result.reason);
        json.member("stored", one.result.stored).member("refused", one.result.failed);
        json.member("left", one.result.left).member("blocked", one.result.blocked);
        if (const auto next = next_try(one.result)) {
            json.member("next_s", static_cast<double>(next->count()) / 1000, 3);
        }
        json.end_object();
        lines += '\n';
    }
    const sync::RunResult one = as_one(result);
    return lines += log_line(one, now, next_try(one));
}

} // namespace ecg
