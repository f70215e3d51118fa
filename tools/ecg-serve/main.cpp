#include "cli/run_tool.hpp"
#include "command.hpp"
#include "options.hpp"

#include <CLI/CLI.hpp>
#include <sys/stat.h>

int main(int argc, char** argv) {
    ::umask(077); // whatever is written is about patients
    CLI::App app{"Keep the ECGs, accounts and reports of many, and look after them", "ecg-serve"};
    ecg::ServeOptions options;
    ecg::add_options(app, options);
    return ecg::cli::run_tool(app, argc, argv, [&] { ecg::serve_command(options); });
}
