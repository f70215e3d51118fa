#include "cli/messages.hpp"
#include "cli/run_tool.hpp"
#include "common/error.hpp"
#include "common/json_writer.hpp"
#include "common/time.hpp"
#include "options.hpp"
#include "serve/clock.hpp"
#include "serve/operate/operator_accounts.hpp"
#include "serve/operate/server_audit.hpp"
#include "serve/store/schema.hpp"
#include "server_place.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace ecg {
namespace {

std::string json_of(const serve::AuditState& log) {
    const serve::AuditVerdict& verdict = log.verdict;
    std::string text;
    JsonWriter json{text};
    json.begin_object().member("schema", "ecg.audit-check/1").member("folder", log.folder);
    json.member("first", static_cast<std::int64_t>(verdict.first));
    json.member("last", static_cast<std::int64_t>(verdict.last));
    json.member("unbroken", !verdict.broken);
    if (verdict.broken) {
        json.key("broken").begin_object().member("file", verdict.broken->file);
        json.member("line", static_cast<std::int64_t>(verdict.broken->line));
        json.member("why", verdict.broken->why).end_object();
    }
    json.key("notes").begin_array();
    for (const std::string& note : verdict.notes) {
        json.value(note);
    }
    json.end_array().end_object();
    return text + '\n';
}

std::string words_of(const serve::AuditState& log) {
    const serve::AuditVerdict& verdict = log.verdict;
    std::string text = log.folder + ": ";
    if (verdict.last == 0) {
        text += "no lines";
    } else {
        text += "lines " + std::to_string(verdict.first) + " to " + std::to_string(verdict.last);
    }
    text += verdict.broken ? ", then broken\n" : ", as they were written\n";
    for (const std::string& note : verdict.notes) {
        text += "note: " + note + '\n';
    }
    return text;
}

void verify(const config::Settings& settings, bool as_json) {
    const serve::ServerFolder server = server_of(settings);
    serve::require_database(server);
    if (serve::audit_folders(server).empty()) {
        print(as_json ? "" : server.audit() + ": no lines\n");
        return;
    }
    const serve::KeyRing keys = serve::read_audit_keys(server, serve::forward_clock()());
    std::string text;
    bool is_broken = false;
    for (const serve::AuditState& log : serve::verify_audits(server, keys)) {
        text += as_json ? json_of(log) : words_of(log);
        if (log.verdict.broken) {
            cli::tell(serve::told(*log.verdict.broken));
            is_broken = true;
        }
    }
    print(text);
    if (is_broken) {
        throw cli::AlreadyTold{1};
    }
}

struct ShowOptions {
    std::string user; ///< "" = anybody
    std::string since;
};

std::optional<serve::Moment> since_of(const ShowOptions& options) {
    if (options.since.empty()) {
        return std::nullopt;
    }
    const auto time = parse_utc(options.since);
    if (!time) {
        throw Error{ErrorKind::usage, "--since " + options.since + ": is no moment in ISO 8601"};
    }
    return serve::Moment{time->milliseconds * 1000};
}

void show(const config::Settings& settings, const ShowOptions& options) {
    const serve::ServerFolder server = server_of(settings);
    serve::AuditSearch search{"", since_of(options)};
    serve::require_database(server);
    if (!options.user.empty()) {
        serve::Database database{server.database(), serve::Database::Access::read};
        serve::require_schema(database);
        search.user_id = serve::account_called(database, options.user).id;
    }
    std::string text;
    for (const std::string& line : serve::find_audit_lines(server, search)) {
        text.append(line).append("\n");
    }
    serve::OperatorAudit{server, serve::forward_clock()}.note("show_audit", search.user_id, "done");
    print(text);
}

void add_show(CLI::App& audit, const ChooseAction& choose) {
    CLI::App* showing =
        audit.add_subcommand("show", "Print the lines of both logs, in the order of time");
    const auto options = std::make_shared<ShowOptions>();
    showing
        ->add_option("--user", options->user,
                     "Only what an account did, or what was done to it; its id, device serial or "
                     "full name")
        ->type_name("USER");
    showing->add_option("--since", options->since, "Only from this UTC time on")->type_name("TIME");
    showing->callback([choose, options] {
        choose([options](const config::Settings& settings) { show(settings, *options); });
    });
}

} // namespace

void add_audit(CLI::App& app, const ChooseAction& choose) {
    CLI::App* audit = app.add_subcommand("audit", "Look at the audit logs");
    audit->require_subcommand(1);
    CLI::App* verifying = audit->add_subcommand(
        "verify", "Tell whether a line was changed, taken out, put in or cut off");
    const auto as_json = std::make_shared<bool>(false);
    verifying->add_flag("--json", *as_json, "One JSON line a log");
    verifying->callback([choose, as_json] {
        choose([as_json](const config::Settings& settings) { verify(settings, *as_json); });
    });
    add_show(*audit, choose);
}

} // namespace ecg
