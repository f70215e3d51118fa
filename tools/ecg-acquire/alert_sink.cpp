#include "alert_sink.hpp"

#include "cli/messages.hpp"
#include "common/error.hpp"
#include "common/files.hpp"
#include "common/notes.hpp"
#include "common/text.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <exception>

namespace ecg {
namespace {

int open_descriptor(const std::string& where) {
    const auto number = parse_integer(std::string_view{where}.substr(3));
    if (!number || *number < 0 || ::fcntl(static_cast<int>(*number), F_GETFD) < 0) {
        throw Error{ErrorKind::usage, "--alerts " + where + ": no such open descriptor"};
    }
    return static_cast<int>(*number);
}

int open_file(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (descriptor < 0) {
        throw Error{ErrorKind::data, path + ": " + std::strerror(errno)};
    }
    return descriptor;
}

} // namespace

AlertSink::AlertSink(const std::string& where, std::string command, bool quiet)
    : quiet_{quiet}, command_{std::move(command)} {
    if (where == "stderr") {
        descriptor_ = STDERR_FILENO;
        for_a_person_ = cli::person_watches();
    } else if (where.starts_with("fd:")) {
        descriptor_ = open_descriptor(where);
    } else {
        descriptor_ = open_file(where);
        owned_ = true;
    }
}

AlertSink::~AlertSink() {
    if (owned_) {
        ::close(descriptor_);
    }
}

void AlertSink::send(const acquire::Alert& alert) noexcept {
    try {
        note("alert " + std::string{acquire::name_of(alert.kind)}); // its message may name a file
        std::string line;
        acquire::append_alert_line(line, alert);
        if (onlooker_) {
            onlooker_(alert);
        }
        if (descriptor_ != STDERR_FILENO) {
            write_all(descriptor_, line, "alerts");
        } else if (for_a_person_ && onlooker_) {
            // has read it there
        } else if (for_a_person_ && !quiet_) {
            cli::tell(alert.message);
        } else if (!quiet_) {
            write_all(STDERR_FILENO, line, "standard error");
        }
        if (!command_.empty()) {
            run_command(line);
        }
    } catch (const std::exception&) {
        // nobody is left to tell
    }
}

/// The command runs beside the recording; nobody waits for it. Its standard output is standard
/// error, since ours belongs to the lines.
void AlertSink::run_command(const std::string& line) const {
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
        return;
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    std::string shell = "sh";
    std::string flag = "-c";
    std::string command = command_;
    const std::array<char*, 4> words{shell.data(), flag.data(), command.data(), nullptr};
    pid_t child = 0;
    const int failed = ::posix_spawn(&child, "/bin/sh", &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(pipe[0]);
    if (failed == 0) { // a line is shorter than what a pipe holds, so this never waits
        [[maybe_unused]] const auto written = ::write(pipe[1], line.data(), line.size());
    }
    ::close(pipe[1]);
}

} // namespace ecg
