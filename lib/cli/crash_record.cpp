#include "cli/crash_record.hpp"

#include "cli/terminal_screen.hpp"
#include "common/json_writer.hpp"
#include "common/time.hpp"
#include "common/version.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>

namespace ecg::cli {
namespace {

constexpr std::array fatal_signals{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

std::string crash_file() {
    const auto set = [](const char* name) {
        const char* value = std::getenv(name);
        return value != nullptr && *value != '\0' ? std::string{value} : std::string{};
    };
    if (const std::string home = set("ECG_HOME"); !home.empty()) {
        return home + "/logs/crashes.jsonl";
    }
    if (const std::string data = set("XDG_DATA_HOME"); !data.empty()) {
        return data + "/ecg/logs/crashes.jsonl";
    }
    const std::string home = set("HOME");
    return home.empty() ? "" : home + "/.local/share/ecg/logs/crashes.jsonl";
}

/// All that a signal handler needs is made ready while memory can still be trusted: the path, and
/// the line around the number of the signal and the time.
struct Prepared {
    std::array<char, 4096> path{};
    std::array<char, 512> line{};    ///< up to the cause's number
    std::array<char, 512> message{}; ///< for standard error, likewise
};

Prepared prepared; // a signal handler has no other way to it

void copy(std::string_view from, char* to, std::size_t room) {
    const std::size_t count = std::min(from.size(), room - 1);
    std::memcpy(to, from.data(), count);
    to[count] = '\0';
}

void say(int descriptor, const char* text) {
    [[maybe_unused]] const auto written = ::write(descriptor, text, std::strlen(text));
}

/// Decimal digits of value; std::to_string is not for signal handlers.
void say_number(int descriptor, long value) {
    std::array<char, 24> digits{};
    std::size_t i = digits.size() - 1;
    do {
        digits[--i] = static_cast<char>('0' + value % 10);
        value /= 10;
    } while (value > 0 && i > 0);
    say(descriptor, digits.data() + i);
}

/// Only calls that POSIX allows in a signal handler.
extern "C" void on_fatal_signal(int number) {
    restore_terminal();
    say(STDERR_FILENO, prepared.message.data());
    say_number(STDERR_FILENO, number);
    const int file = prepared.path[0] == '\0'
                         ? -1
                         : ::open(prepared.path.data(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (file >= 0) {
        say(file, prepared.line.data());
        say_number(file, number);
        say(file, R"(","seconds_since_1970":)");
        say_number(file, static_cast<long>(std::time(nullptr)));
        say(file, "}\n");
        ::close(file);
        say(STDERR_FILENO, "; recorded in ");
        say(STDERR_FILENO, prepared.path.data());
    }
    say(STDERR_FILENO, "\n");
    std::signal(number, SIG_DFL);
    std::raise(number);
}

/// The folder of the file, made where it is missing.
bool has_folder(const std::string& file) {
    std::error_code failure;
    std::filesystem::create_directories(std::filesystem::path{file}.parent_path(), failure);
    return !failure;
}

std::string beginning_of_line(std::string_view tool) {
    std::string line;
    JsonWriter{line}
        .begin_object()
        .member("schema", std::string_view{"ecg.crash/1"})
        .member("tool", tool)
        .member("version", version());
    return line;
}

} // namespace

void record_fatal_signals(std::string_view tool) {
    const std::string file = crash_file();
    // The folder is not made ahead of a crash that will hardly come; one that is there is used.
    const bool there =
        !file.empty() && std::filesystem::is_directory(std::filesystem::path{file}.parent_path());
    copy(there ? file : "", prepared.path.data(), prepared.path.size());
    copy(beginning_of_line(tool) + R"(,"cause":"signal )", prepared.line.data(),
         prepared.line.size());
    copy(std::string{tool} + ": crashed with signal ", prepared.message.data(),
         prepared.message.size());
    for (const int number : fatal_signals) {
        std::signal(number, on_fatal_signal);
    }
}

std::string record_crash(std::string_view tool, std::string_view cause) {
    const std::string file = crash_file();
    if (file.empty() || !has_folder(file)) {
        return "";
    }
    std::string line = beginning_of_line(tool);
    line += ",\"cause\":";
    JsonWriter{line}.value(cause);
    line += ",\"seconds_since_1970\":" + std::to_string(now_utc().milliseconds / 1000) + "}\n";
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return "";
    }
    const bool whole =
        ::write(descriptor, line.data(), line.size()) == static_cast<::ssize_t>(line.size());
    ::close(descriptor);
    return whole ? file : "";
}

} // namespace ecg::cli
