#include "cli/run_tool.hpp"
#include "common/json_writer.hpp"
#include "options.hpp"
#include "read_password.hpp"
#include "serve/api/moments.hpp"
#include "serve/operate/operator_accounts.hpp"
#include "serve/store/role.hpp"
#include "server_place.hpp"
#include "transfer/crypto.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace ecg {
namespace {

struct UserOptions {
    std::string called; ///< id, serial or name; of a new account the name
    std::string role, serial;
    bool generate = false;
    bool as_json = false;
};

serve::OperatorAccounts accounts_of(const config::Settings& settings) {
    return {server_of(settings), serve::forward_clock(),
            static_cast<int>(settings.number("serve.bcrypt_cost"))};
}

/// Before the accounts are opened: others are not to wait for somebody who types.
std::string password_for(const UserOptions& options) {
    return options.generate ? serve::generate_password() : read_password();
}

/// On the second line of standard output, once and nowhere else.
void print_generated(const UserOptions& options, const std::string& id, std::string& password) {
    print(options.generate ? id + '\n' + password + '\n' : id + '\n');
    transfer::wipe(password);
}

void add(const config::Settings& settings, const UserOptions& options) {
    serve::NewAccount account{options.called, *serve::role_named(options.role), options.serial,
                              password_for(options)};
    const std::string id = accounts_of(settings).add(account);
    print_generated(options, id, account.password);
}

void reset(const config::Settings& settings, const UserOptions& options) {
    std::string password = password_for(options);
    serve::OperatorAccounts accounts = accounts_of(settings);
    const serve::UserRecord user = accounts.find(options.called);
    accounts.set_password(user, password);
    print_generated(options, user.id, password);
}

void set_disabled(const config::Settings& settings, const UserOptions& options, bool disabled) {
    serve::OperatorAccounts accounts = accounts_of(settings);
    accounts.set_disabled(accounts.find(options.called), disabled);
}

std::string moment_or_dash(const std::optional<serve::Moment>& moment) {
    return moment ? serve::format_moment({moment->microseconds / 1'000'000 * 1'000'000}) : "-";
}

std::string column(std::string text, std::size_t width) {
    text.append(text.size() < width ? width - text.size() : 0, ' ');
    return text + ' ';
}

std::string table_line(const serve::UserRecord& user) {
    return column(user.id, 36) + column(std::string{serve::name_of(user.role)}, 9) +
           column(user.disabled ? "disabled" : "enabled", 8) +
           column(moment_or_dash(user.created_at), 20) +
           column(moment_or_dash(user.last_login), 20) +
           column(user.device_serial.empty() ? "-" : user.device_serial, 16) + user.full_name +
           '\n';
}

std::string json_line(const serve::UserRecord& user) {
    std::string text;
    JsonWriter json{text};
    json.begin_object().member("schema", "ecg.server-user/1").member("user_id", user.id);
    json.member("role", serve::name_of(user.role)).member("full_name", user.full_name);
    json.text_unless_empty("device_serial", user.device_serial);
    json.member("disabled", user.disabled);
    json.member("created_at", serve::format_moment(user.created_at));
    if (user.last_login) {
        json.member("last_login", serve::format_moment(*user.last_login));
    }
    json.end_object();
    return text + '\n';
}

void list(const config::Settings& settings, const UserOptions& options) {
    std::string text;
    if (!options.as_json) {
        text = column("id", 36) + column("role", 9) + column("state", 8) + column("created", 20) +
               column("last login", 20) + column("device", 16) + "name\n";
    }
    for (const serve::UserRecord& user :
         serve::list_accounts(server_of(settings), serve::forward_clock())) {
        text += options.as_json ? json_line(user) : table_line(user);
    }
    print(text);
}

/// The commands below "user", which share their options.
class UserCommands {
public:
    UserCommands(CLI::App& app, ChooseAction choose)
        : user_{*app.add_subcommand("user", "Accounts: make, list, disable, give a new password")},
          choose_{std::move(choose)} {
        user_.require_subcommand(1);
        cli::add_footer(user_, R"(Examples:
  ecg-serve user add "Ada Example" --role clinician
  ecg-serve user add "Ben Sample" --role patient --serial ECG-0001 --generate
  ecg-serve user disable ECG-0001
)");
    }

    void add_all() {
        CLI::App& adding =
            command("add", "Make an account; prints its id",
                    [](const auto& settings, const auto& options) { add(settings, options); });
        adding.add_option("name", options_->called, "Full name")->required()->type_name("NAME");
        adding.add_option("--role", options_->role, "admin, clinician, patient or device")
            ->required()
            ->check(CLI::IsMember({"admin", "clinician", "patient", "device"}))
            ->type_name("ROLE");
        adding.add_option("--serial", options_->serial, "Serial of the device that is theirs")
            ->type_name("SERIAL");
        add_generate(adding);

        command("list", "Show all accounts, the oldest first", list)
            .add_flag("--json", options_->as_json, "One JSON line an account");
        add_called(command("disable", "Let nobody log in with it, and void its tokens",
                           [](const auto& settings, const auto& options) {
                               set_disabled(settings, options, true);
                           }));
        add_called(command("enable", "Let it be used again",
                           [](const auto& settings, const auto& options) {
                               set_disabled(settings, options, false);
                           }));
        CLI::App& resetting =
            command("reset", "Give it a new password, and void its tokens", reset);
        add_called(resetting);
        add_generate(resetting);
    }

private:
    using Run = std::function<void(const config::Settings&, const UserOptions&)>;

    CLI::App& command(const char* name, const char* words, const Run& run) {
        CLI::App& command = *user_.add_subcommand(name, words);
        command.callback([choose = choose_, options = options_, run] {
            choose([options, run](const config::Settings& settings) { run(settings, *options); });
        });
        return command;
    }

    void add_called(CLI::App& command) {
        command.add_option("user", options_->called, "Id, device serial or full name of one")
            ->required()
            ->type_name("USER");
    }

    void add_generate(CLI::App& command) {
        command.add_flag("--generate", options_->generate,
                         "Make up a password, and print it this once, on a second line "
                         "(default: it is asked for, or read from standard input)");
    }

    CLI::App& user_;
    ChooseAction choose_;
    std::shared_ptr<UserOptions> options_ = std::make_shared<UserOptions>();
};

} // namespace

void add_user(CLI::App& app, const ChooseAction& choose) {
    UserCommands{app, choose}.add_all();
}

} // namespace ecg
