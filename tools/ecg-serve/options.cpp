#include "options.hpp"

#include "cli/run_tool.hpp"

#include <CLI/CLI.hpp>

#include <utility>

namespace ecg {

void add_options(CLI::App& app, ServeOptions& options) {
    app.fallthrough(); // --config may stand behind the command, too
    add_settings_flags(app, options.settings);
    app.add_option("--listen", options.settings.flags["serve.listen"],
                   "Where to listen, several with commas between them")
        ->type_name("HOST:PORT");
    const ChooseAction choose = [&options](ServeAction action) {
        options.action = std::move(action);
    };
    add_migrate(app, choose);
    add_check(app, choose);
    add_backup(app, choose);
    add_user(app, choose);
    add_key(app, choose);
    add_import(app, choose);
    add_export(app, choose);
    add_audit(app, choose);
    app.require_subcommand(0, 1);
    cli::add_footer(app, R"(Examples:
  ecg-serve                                   # serves http://127.0.0.1:8080
  ecg-serve migrate
  ecg-serve user add "Ada Example" --role clinician --generate
  ecg-serve check && ecg-serve backup /backup/ecg-2025-01-08
)");
}

} // namespace ecg
