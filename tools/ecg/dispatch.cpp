#include "dispatch.hpp"

#include "cli/messages.hpp"
#include "common/error.hpp"
#include "common/files.hpp"
#include "common/version.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>

namespace ecg {
namespace {

namespace fs = std::filesystem;

struct Tool {
    std::string_view name;
    std::string_view job;
};

constexpr std::array tools{
    Tool{"acquire", "record an ECG from a device, make one or play one back"},
    Tool{"analyze", "find the beats, measure them, name the rhythm and what it shows"},
    Tool{"report", "draw the ECG and its analysis on a page, as PDF"},
    Tool{"serve", "keep the ECGs, accounts and reports of many, and look after them"},
    Tool{"sync", "keep recordings and reports until the server has them"},
};

bool is_tool(std::string_view name) {
    for (const Tool& tool : tools) {
        if (tool.name == name) {
            return true;
        }
    }
    return false;
}

int print(const std::string& text) {
    try {
        write_all(STDOUT_FILENO, text, "standard output");
        return 0;
    } catch (const Error& error) {
        cli::tell(error.what());
        return 1;
    }
}

std::string help() {
    std::string text{"Usage: ecg TOOL [OPTIONS]\n\nTools:\n"};
    for (const Tool& tool : tools) {
        text.append("  ").append(tool.name).append(10 - tool.name.size(), ' ');
        text.append(tool.job).append("\n");
    }
    text += "\nOptions:\n  -h,--help  Print this help\n  --version  Print the version\n\n"
            "ecg TOOL --help tells more; ecg TOOL is the same as ecg-TOOL.\n";
    return text;
}

/// The tool beside this program, where both were installed or built; else by PATH.
std::string path_of(const std::string& command) {
    std::error_code failure;
    const fs::path self = fs::read_symlink("/proc/self/exe", failure);
    const fs::path beside = self.parent_path() / command;
    return !failure && ::access(beside.c_str(), X_OK) == 0 ? beside.string() : command;
}

int run_tool(char** argv) {
    std::string command = std::string{"ecg-"}.append(argv[0]);
    const std::string path = path_of(command);
    argv[0] = command.data();
    ::execvp(path.c_str(), argv);
    cli::tell(command + ": " + std::strerror(errno));
    return 1;
}

} // namespace

int dispatch(int argc, char** argv) {
    const std::string_view word = argc > 1 ? argv[1] : "";
    if (word == "--help" || word == "-h" || word == "help") {
        return print(help());
    }
    if (word == "--version") {
        return print(std::string{"ecg "}.append(version()).append("\n"));
    }
    if (is_tool(word)) {
        return run_tool(argv + 1);
    }
    cli::tell(word.empty() ? "no tool named; try ecg --help"
                           : std::string{word} + ": no such tool; try ecg --help");
    return 2;
}

} // namespace ecg
