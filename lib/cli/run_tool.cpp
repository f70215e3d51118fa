#include "cli/run_tool.hpp"

#include "cli/crash_record.hpp"
#include "cli/messages.hpp"
#include "cli/signals.hpp"
#include "common/error.hpp"
#include "common/files.hpp"
#include "common/heap.hpp"
#include "common/notes.hpp"
#include "common/stop.hpp"
#include "common/version.hpp"

#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>
#include <new>
#include <string>

namespace ecg::cli {
namespace {

constexpr int interrupted_code = 130; // 128 + SIGINT, as shells have it

int exit_code(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::data:
        return 1;
    case ErrorKind::usage:
        return 2;
    case ErrorKind::unavailable:
        return 3;
    case ErrorKind::interrupted:
        return interrupted_code;
    }
    return 1;
}

std::string one_line(std::string text) {
    for (char& c : text) {
        if (c == '\n') {
            c = ' ';
        }
    }
    while (!text.empty() && text.back() == ' ') {
        text.pop_back();
    }
    return text;
}

/// --help and --version are "errors" to CLI11 that print and succeed.
int end_of_parsing(const CLI::App& app, const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {
        app.exit(error);
        return std::cout.flush() ? 0 : 1;
    }
    tell(one_line(error.what()) + "; try " + app.get_name() + " --help");
    return exit_code(ErrorKind::usage);
}

void tell_internal_error(const std::exception& error) {
    const std::string file = record_crash(cause_of(error));
    tell(std::string{"internal error: "} + error.what() +
         (file.empty() ? "" : "; recorded in " + file));
}

/// Of the words on the command line, those that are ours: "record".
void note_command(const CLI::App& app) {
    std::string words = "command";
    for (const CLI::App* const command : app.get_subcommands()) {
        words.append(" ").append(command->get_name());
    }
    note(words);
}

int run(const std::function<void()>& command) {
    try {
        command();
        return stop_requested() ? interrupted_code : 0;
    } catch (const AlreadyTold& told) {
        return told.exit_code;
    } catch (const ClosedPipe&) {
        return 0; // the reader has seen enough
    } catch (const Error& error) {
        tell(error.what());
        return exit_code(error.kind());
    } catch (const std::bad_alloc&) {
        tell("not enough memory");
        return exit_code(ErrorKind::data);
    } catch (const std::exception& error) {
        tell_internal_error(error);
        return exit_code(ErrorKind::data);
    }
}

} // namespace

int run_tool(CLI::App& app, int argc, char** argv, const std::function<void()>& command) {
    keep_freed_memory();
    set_tool_name(app.get_name());
    catch_stop_signals();
    record_fatal_signals(app.get_name());
    app.set_version_flag("--version", app.get_name() + " " + std::string{version()},
                         "Print the version");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return end_of_parsing(app, error);
    }
    note_command(app);
    return run(command);
}

void add_footer(CLI::App& app, std::string_view examples) {
    app.footer(std::string{examples} +
               "\nExit codes: 0 done, 1 bad data, 2 wrong usage, 3 not available now, try again, "
               "130 interrupted.");
}

} // namespace ecg::cli
