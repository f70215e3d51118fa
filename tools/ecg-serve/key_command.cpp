#include "cli/run_tool.hpp"
#include "common/json_writer.hpp"
#include "options.hpp"
#include "serve/api/moments.hpp"
#include "serve/operate/operator_accounts.hpp"
#include "server_place.hpp"
#include "transfer/crypto.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace ecg {
namespace {

struct KeyOptions {
    std::string called; ///< id, serial or name of the account
    std::string label;
    bool as_json = false;
};

serve::OperatorAccounts accounts_of(const config::Settings& settings) {
    return {server_of(settings), serve::forward_clock(),
            static_cast<int>(settings.number("serve.bcrypt_cost"))};
}

/// On standard output, once and nowhere else.
void add(const config::Settings& settings, const KeyOptions& options) {
    serve::OperatorAccounts accounts = accounts_of(settings);
    std::string key = accounts.add_key(accounts.find(options.called), options.label);
    print(key + '\n');
    transfer::wipe(key);
}

void end(const config::Settings& settings, const KeyOptions& options) {
    serve::OperatorAccounts accounts = accounts_of(settings);
    accounts.end_key(accounts.find(options.called), options.label);
}

std::string line_of(const serve::ApiKeyRecord& key, bool as_json) {
    if (!as_json) {
        return key.user_id + ' ' + serve::format_moment(key.made_at) + ' ' + key.label + '\n';
    }
    std::string text;
    JsonWriter json{text};
    json.begin_object().member("schema", "ecg.server-key/1").member("user_id", key.user_id);
    json.member("made_at", serve::format_moment(key.made_at)).member("label", key.label);
    json.end_object();
    return text + '\n';
}

void list(const config::Settings& settings, const KeyOptions& options) {
    serve::require_database(server_of(settings));
    std::string text;
    for (const serve::ApiKeyRecord& key : accounts_of(settings).keys()) {
        text += line_of(key, options.as_json);
    }
    print(text);
}

using Run = void (*)(const config::Settings&, const KeyOptions&);

} // namespace

void add_key(CLI::App& app, const ChooseAction& choose) {
    CLI::App& key = *app.add_subcommand("key", "Keys with which programs act as an account");
    key.require_subcommand(1);
    cli::add_footer(key, R"(Examples:
  ecg-serve key add ECG-0001 --label "ward 3"   # prints the key, this once
  ecg-serve key end ECG-0001 --label "ward 3"
)");
    auto options = std::make_shared<KeyOptions>();
    const auto command = [&](const char* name, const char* words, Run run) -> CLI::App& {
        CLI::App& one = *key.add_subcommand(name, words);
        one.callback([choose, options, run] {
            choose([options, run](const config::Settings& settings) { run(settings, *options); });
        });
        return one;
    };
    CLI::App& adding = command("add", "Make a key, and print it this once", add);
    CLI::App& ending = command("end", "Let a key be good for nothing", end);
    for (CLI::App* one : {&adding, &ending}) {
        one->add_option("user", options->called, "Id, device serial or full name of one")
            ->required()
            ->type_name("USER");
        one->add_option("--label", options->label, "What tells it from other keys of the account")
            ->required()
            ->type_name("LABEL");
    }
    command("list", "Show account, time and label of the keys that are good", list)
        .add_flag("--json", options->as_json, "One JSON line a key");
}

} // namespace ecg
