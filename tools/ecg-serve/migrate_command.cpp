#include "options.hpp"
#include "serve/operate/operator_audit.hpp"
#include "serve/store/schema.hpp"
#include "serve/store/sqlite_store.hpp"
#include "server_place.hpp"

#include <CLI/CLI.hpp>

namespace ecg {
namespace {

void run(const config::Settings& settings) {
    const serve::ServerFolder server = server_of(settings);
    serve::OperatorAudit audit{server, serve::forward_clock()};
    serve::Database database = serve::open_for_writing(server.database());
    const int from = serve::migrate(database);
    const int to = serve::migrations().back().version;
    std::string said = server.database() + ": ";
    if (from == to) {
        said += "is of schema " + std::to_string(to) + " already";
    } else if (from == 0) {
        said += "made, of schema " + std::to_string(to);
    } else {
        said += "brought from schema " + std::to_string(from) + " to " + std::to_string(to);
    }
    if (from != to) {
        audit.note("migrate", "", "done", "schema_" + std::to_string(to));
    }
    print(said + '\n');
}

} // namespace

void add_migrate(CLI::App& app, const ChooseAction& choose) {
    app.add_subcommand("migrate", "Bring the database to this program's schema, or make one")
        ->callback([choose] { choose(run); });
}

} // namespace ecg
