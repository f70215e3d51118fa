#include "cli/run_tool.hpp"
#include "command.hpp"
#include "options.hpp"

#include <CLI/CLI.hpp>

int main(int argc, char** argv) {
    CLI::App app{"Record an ECG from a device, make one or play one back, as session lines",
                 "ecg-acquire"};
    ecg::AcquireOptions options;
    ecg::add_options(app, options);
    std::vector<char*> words = ecg::with_default_command(argc, argv);
    const int count = static_cast<int>(words.size()) - 1;
    return ecg::cli::run_tool(app, count, words.data(), [&] { ecg::acquire_command(options); });
}
