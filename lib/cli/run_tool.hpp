// What every tool's main shares: parse, run, one line per error, an exit code.
#pragma once

#include <functional>
#include <string_view>

namespace CLI {
class App;
}

namespace ecg::cli {

/// Thrown when all that went wrong has been told already: ends the tool with this exit code.
struct AlreadyTold {
    int exit_code;
};

/// Parses argv and runs command, with --version added to app. SIGINT and SIGTERM request a stop
/// (common/stop.hpp). Returns 0 done, 1 bad data, 2 wrong usage, 3 try again later,
/// 130 interrupted; what went wrong is one line on standard error.
int run_tool(CLI::App& app, int argc, char** argv, const std::function<void()>& command);

/// Adds to app's --help what stands below its options: examples, exit codes.
void add_footer(CLI::App& app, std::string_view examples);

} // namespace ecg::cli
