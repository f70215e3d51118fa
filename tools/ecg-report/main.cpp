#include "cli/run_tool.hpp"
#include "command.hpp"
#include "options.hpp"

#include <CLI/CLI.hpp>

int main(int argc, char** argv) {
    CLI::App app{"Draw an ECG and its analysis on a page, as PDF, SVG or PNG", "ecg-report"};
    ecg::ReportOptions options;
    ecg::add_options(app, options);
    return ecg::cli::run_tool(app, argc, argv, [&] { ecg::report_command(options); });
}
