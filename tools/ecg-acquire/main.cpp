#include "cli/run_tool.hpp"
#include "command.hpp"
#include "options.hpp"

#include <CLI/CLI.hpp>

int main(int argc, char** argv) {
    CLI::App app{"Make an ECG or play one back, as session lines", "ecg-acquire"};
    ecg::AcquireOptions options;
    ecg::add_options(app, options);
    return ecg::cli::run_tool(app, argc, argv, [&] { ecg::acquire_command(options); });
}
