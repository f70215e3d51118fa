#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "cli/run_tool.hpp"
#include "common/error.hpp"
#include "common/stop.hpp"
#include "options.hpp"
#include "serve/operate/operator_accounts.hpp"
#include "serve/operate/session_export.hpp"
#include "serve/store/schema.hpp"
#include "server_place.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>

namespace ecg {
namespace {

namespace fs = std::filesystem;

struct ExportOptions {
    std::string session; ///< or of whom: user, or all
    std::string user;
    bool all = false;
    std::string output; ///< "" = standard output
    bool force = false;
};

/// A session, and whose it is.
struct Wanted {
    std::string session_id, user_id;
};

std::vector<Wanted> sessions_in(serve::Statement row) {
    std::vector<Wanted> sessions;
    while (row.step()) {
        sessions.push_back({row.text(0), row.text(1)});
    }
    return sessions;
}

constexpr std::string_view sessions_where =
    "SELECT session_id, user_id FROM sessions JOIN users USING (user_number) "
    "WHERE (?1 IS NULL OR session_id = ?1) AND (?2 IS NULL OR user_id = ?2) "
    "ORDER BY session_number";

std::vector<Wanted> wanted_sessions(serve::Database& database, const ExportOptions& options) {
    std::string user_id;
    if (!options.user.empty()) {
        user_id = serve::account_called(database, options.user).id;
    }
    std::vector<Wanted> sessions = sessions_in(database.query(
        sessions_where, serve::TextOrNull{options.session}, serve::TextOrNull{user_id}));
    if (sessions.empty() && !options.session.empty()) {
        throw Error{ErrorKind::data, options.session + ": there is no such session"};
    }
    return sessions;
}

class Exporter {
public:
    Exporter(const config::Settings& settings, const ExportOptions& options)
        : options_{options}, server_{server_of(settings)} {
        serve::require_database(server_);
        audit_ = std::make_unique<serve::OperatorAudit>(server_, serve::forward_clock());
        database_ =
            std::make_unique<serve::Database>(server_.database(), serve::Database::Access::read);
        serve::require_schema(*database_);
    }

    void run() {
        const std::vector<Wanted> sessions = wanted_sessions(*database_, options_);
        if (!options_.session.empty()) {
            write(sessions.front(), options_.output.empty() ? "-" : options_.output);
            return;
        }
        fs::create_directories(options_.output);
        refuse_existing(sessions);
        cli::Progress bar{"sessions", static_cast<double>(sessions.size())};
        double done = 0;
        for (const Wanted& session : sessions) {
            write(session, path_of(session));
            bar.show(++done);
        }
    }

private:
    [[nodiscard]] std::string path_of(const Wanted& session) const {
        return (fs::path{options_.output} / (session.session_id + ".jsonl")).string();
    }

    /// Before work begins.
    void refuse_existing(const std::vector<Wanted>& sessions) const {
        for (const Wanted& session : sessions) {
            if (!options_.force && fs::exists(path_of(session))) {
                throw Error{ErrorKind::data, path_of(session) + ": exists already"};
            }
        }
    }

    void write(const Wanted& session, const std::string& path) {
        cli::Output output{path, options_.force ? Overwrite::allowed : Overwrite::never};
        audit_->note("export_session", session.user_id, "done", session.session_id);
        serve::export_session(*database_, session.session_id, [&output](std::string_view line) {
            if (stop_requested()) {
                throw Error{ErrorKind::interrupted, "stopped"};
            }
            output.write(line);
        });
        output.finish();
    }

    const ExportOptions& options_;
    serve::ServerFolder server_;
    std::unique_ptr<serve::OperatorAudit> audit_;
    std::unique_ptr<serve::Database> database_;
};

void run(const config::Settings& settings, const ExportOptions& options) {
    const int ways =
        (options.session.empty() ? 0 : 1) + (options.user.empty() ? 0 : 1) + (options.all ? 1 : 0);
    if (ways != 1) {
        throw Error{ErrorKind::usage, "export: one of a session, --user and --all is required"};
    }
    if (options.session.empty() && options.output.empty()) {
        throw Error{ErrorKind::usage, "export: several sessions need a folder, --output DIR"};
    }
    Exporter{settings, options}.run();
}

} // namespace

void add_export(CLI::App& app, const ChooseAction& choose) {
    CLI::App* exporting = app.add_subcommand("export", "Write sessions as session lines");
    const auto options = std::make_shared<ExportOptions>();
    exporting->add_option("session", options->session, "Id of one session")->type_name("SESSION");
    exporting
        ->add_option("--user", options->user,
                     "All of an account, by its id, device serial or full name")
        ->type_name("USER");
    exporting->add_flag("--all", options->all, "All of all accounts");
    exporting
        ->add_option("-o,--output", options->output,
                     "Where to write: of one session a file (default: standard output), of several "
                     "a folder, which is made: SESSION.jsonl in it")
        ->type_name("PATH");
    exporting->add_flag("-f,--force", options->force, "Overwrite existing files");
    cli::add_footer(*exporting, R"(Examples:
  ecg-serve export session_20250108_123456_89abcdef | ecg-analyze
  ecg-serve export --user ECG-0001 -o sessions
)");
    exporting->callback([choose, options] {
        choose([options](const config::Settings& settings) { run(settings, *options); });
    });
}

} // namespace ecg
