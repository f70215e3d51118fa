#include "backend_settings.hpp"
#include "cli/output.hpp"
#include "options.hpp"
#include "queue_status.hpp"
#include "target_settings.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace ecg {

void add_status(CLI::App& app, const ChooseAction& choose) {
    CLI::App* command = app.add_subcommand("status", "How much waits, since when, and why");
    const auto json = std::make_shared<bool>(false);
    command->add_flag("--json", *json, "As one JSON line");
    command->callback([choose, json] {
        choose([json](const config::Settings& settings) {
            const QueueStatus status = status_of(open_queue(settings), rules_in(settings),
                                                 now_utc(), span_in(settings, "sync.warn_age"));
            cli::Output output{"-", Overwrite::never};
            output.write(*json ? as_json(status) : as_text(status));
            output.finish();
        });
    });
}

} // namespace ecg
