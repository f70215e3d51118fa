#include "cli/messages.hpp"
#include "cli/run_tool.hpp"
#include "common/json_writer.hpp"
#include "options.hpp"
#include "serve/store/check_store.hpp"
#include "server_place.hpp"
#include "transfer/folder_object_store.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace ecg {
namespace {

void write_lines(JsonWriter& json, std::string_view key, const std::vector<std::string>& lines) {
    json.key(key).begin_array();
    for (const std::string& line : lines) {
        json.value(line);
    }
    json.end_array();
}

std::string json_of(const std::string& database, const serve::StoreCheck& check) {
    std::string text;
    JsonWriter json{text};
    json.begin_object().member("schema", "ecg.server-check/1").member("database", database);
    json.member("users", check.users).member("sessions", check.sessions);
    json.member("metrics", check.metrics).member("waveforms", check.waveforms);
    json.member("reports", check.reports).member("sound", check.troubles.empty());
    write_lines(json, "troubles", check.troubles);
    write_lines(json, "notes", check.notes);
    json.end_object();
    return text + '\n';
}

std::string words_of(const std::string& database, const serve::StoreCheck& check) {
    std::string text = database + ": " + counts_of(check);
    text += check.troubles.empty() ? ", all sound\n"
                                   : ", " + std::to_string(check.troubles.size()) + " troubles\n";
    for (const std::string& note : check.notes) {
        text += "note: " + note + '\n';
    }
    return text;
}

void run(const config::Settings& settings, bool as_json) {
    const serve::ServerFolder server = server_of(settings);
    serve::require_database(server);
    transfer::FolderObjectStore objects{server.objects()};
    const serve::StoreCheck check =
        serve::check_store(server.database(), objects, reading_progress());
    print(as_json ? json_of(server.database(), check) : words_of(server.database(), check));
    if (!check.troubles.empty()) {
        for (const std::string& trouble : check.troubles) {
            cli::tell(trouble);
        }
        throw cli::AlreadyTold{1};
    }
}

} // namespace

void add_check(CLI::App& app, const ChooseAction& choose) {
    CLI::App* check = app.add_subcommand(
        "check", "Read everything, and tell what is missing or not as it was stored");
    const auto as_json = std::make_shared<bool>(false);
    check->add_flag("--json", *as_json, "One JSON line of it all");
    cli::add_footer(*check, "Example:\n  ecg-serve check --json | jq .troubles\n");
    check->callback([choose, as_json] {
        choose([as_json](const config::Settings& settings) { run(settings, *as_json); });
    });
}

} // namespace ecg
