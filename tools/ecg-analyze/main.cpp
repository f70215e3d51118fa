#include "cli/run_tool.hpp"
#include "command.hpp"
#include "options.hpp"

#include <CLI/CLI.hpp>

int main(int argc, char** argv) {
    CLI::App app{"Find the beats of an ECG, measure them, name the rhythm and what it shows",
                 "ecg-analyze"};
    ecg::AnalyzeOptions options;
    ecg::add_options(app, options);
    return ecg::cli::run_tool(app, argc, argv, [&] { ecg::analyze_command(options); });
}
