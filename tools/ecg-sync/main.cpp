#include "cli/run_tool.hpp"
#include "command.hpp"
#include "options.hpp"

#include <CLI/CLI.hpp>
#include <sys/stat.h>

int main(int argc, char** argv) {
    ::umask(077); // whatever is written is about patients
    CLI::App app{"Keep recordings and reports until the server has them", "ecg-sync"};
    ecg::SyncOptions options;
    ecg::add_options(app, options);
    return ecg::cli::run_tool(app, argc, argv, [&] { ecg::sync_command(options); });
}
