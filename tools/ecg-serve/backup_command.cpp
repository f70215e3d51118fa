#include "cli/messages.hpp"
#include "cli/run_tool.hpp"
#include "common/error.hpp"
#include "options.hpp"
#include "serve/operate/back_up_server.hpp"
#include "serve/operate/operator_audit.hpp"
#include "server_place.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace ecg {
namespace {

struct BackupOptions {
    std::string to;
    bool with_keys = false;
};

std::string words_of(const BackupOptions& options, const serve::Backup& backup) {
    std::string text = options.to + ": " + counts_of(backup.store);
    text += ", " + std::to_string(backup.audit_lines) + " lines of audit, read again\n";
    text += options.with_keys ? options.to + ": the keys are in it: who has it can log in as "
                                             "anybody\n"
                              : options.to + ": the keys are not in it: keep " +
                                    "those of the server elsewhere, or use --with-keys\n";
    return text + options.to + "/RESTORE.txt says how to restore it\n";
}

/// Also where the server's disk is full: a copy elsewhere is what is needed then.
void note_backup(const config::Settings& settings, const std::string& to) {
    try {
        serve::OperatorAudit{server_of(settings), serve::forward_clock()}.note("backup", "",
                                                                               "done");
    } catch (const Error& error) {
        cli::tell(to + ": is whole, but not audited: " + error.what());
        throw cli::AlreadyTold{3};
    }
}

void run(const config::Settings& settings, const BackupOptions& options) {
    serve::BackupSettings wanted;
    wanted.to = options.to;
    wanted.with_keys = options.with_keys;
    wanted.now = serve::forward_clock()();
    wanted.progress = reading_progress();
    const serve::Backup backup = serve::back_up_server(server_of(settings), wanted);
    print(words_of(options, backup));
    note_backup(settings, options.to);
    if (!backup.store.troubles.empty()) {
        for (const std::string& trouble : backup.store.troubles) {
            cli::tell(trouble);
        }
        cli::tell(options.to + ": is a copy of what there is, and that is damaged");
        throw cli::AlreadyTold{1};
    }
}

} // namespace

void add_backup(CLI::App& app, const ChooseAction& choose) {
    CLI::App* backup = app.add_subcommand(
        "backup", "Copy database, reports and audit logs, also while the server runs");
    const auto options = std::make_shared<BackupOptions>();
    backup->add_option("out", options->to, "Folder to make; there must be none")
        ->required()
        ->type_name("OUT");
    backup->add_flag("--with-keys", options->with_keys,
                     "The keys, too: who has them can log in as anybody");
    cli::add_footer(*backup, "Example:\n  ecg-serve backup /backup/ecg-2025-01-08\n");
    backup->callback([choose, options] {
        choose([options](const config::Settings& settings) { run(settings, *options); });
    });
}

} // namespace ecg
