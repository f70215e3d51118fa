#include "cli/terminal_screen.hpp"

#include "common/error.hpp"
#include "common/text.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <utility>

namespace ecg::cli {
namespace {

// Alternate screen, no cursor, no wrapping; and back.
constexpr std::string_view enter = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[0m\x1b[2J";
constexpr std::string_view leave = "\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l";
constexpr int patience_ms = 300; // for a slow terminal, at the end

/// What a signal handler needs to put the terminal back.
struct Held {
    std::atomic<int> descriptor{-1};
    termios before{};
};

Held held; // a signal handler has no other way to it
static_assert(std::atomic<int>::is_always_lock_free);

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string{} : std::string{value};
}

/// A job in the background must not change the terminal of the one in front.
bool is_in_front(int descriptor) {
    return ::tcgetpgrp(descriptor) == ::getpgrp();
}

int open_terminal(const std::string& subject) {
    const auto refuse = [&](const std::string& why) {
        throw Error{ErrorKind::usage, subject + ": " + why};
    };
    if (::isatty(STDERR_FILENO) != 1) {
        refuse("standard error is no terminal to draw in");
    }
    if (!terminal_abilities().places_text) {
        refuse("TERM is \"" + variable("TERM") + "\", which is no terminal to draw in");
    }
    // Opened anew, so that not to wait is ours alone and not of whoever shares standard error.
    const int descriptor = ::open("/dev/tty", O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0) {
        refuse("there is no terminal to read keys from");
    }
    if (!is_in_front(descriptor)) {
        ::close(descriptor);
        refuse("a program in the background has no terminal to draw in");
    }
    return descriptor;
}

/// Keys one by one, none shown; Ctrl-Z and Ctrl-\ are no keys that should end a recording.
termios with_single_keys(termios mode) {
    mode.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | IEXTEN);
    mode.c_iflag &= ~static_cast<tcflag_t>(IXON);
    mode.c_cc[VMIN] = 0;
    mode.c_cc[VTIME] = 0;
    mode.c_cc[VSUSP] = _POSIX_VDISABLE;
    mode.c_cc[VQUIT] = _POSIX_VDISABLE;
    return mode;
}

extern "C" void on_end_signal(int number) {
    restore_terminal();
    std::signal(number, SIG_DFL);
    std::raise(number);
}

} // namespace

TerminalAbilities terminal_abilities() {
    const std::string term = variable("TERM");
    TerminalAbilities abilities;
    abilities.places_text = !term.empty() && term != "dumb";
    const bool monochrome =
        term.starts_with("vt") || term.ends_with("-m") || term.ends_with("-mono");
    abilities.colour = abilities.places_text && !monochrome && variable("NO_COLOR").empty();
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        if (const std::string locale = to_lower(variable(name)); !locale.empty()) {
            abilities.unicode = locale.find("utf-8") != std::string::npos ||
                                locale.find("utf8") != std::string::npos;
            break;
        }
    }
    abilities.unicode = abilities.unicode && term != "linux"; // its fonts have no braille
    return abilities;
}

void require_terminal(std::string_view subject) {
    ::close(open_terminal(std::string{subject}));
}

TerminalScreen::TerminalScreen(std::string_view subject)
    : descriptor_{open_terminal(std::string{subject})} {
    ::tcgetattr(descriptor_, &held.before);
    std::signal(SIGTTIN, SIG_IGN); // in the background there are no keys, but no reason to stop
    std::signal(SIGTTOU, SIG_IGN);
    std::signal(SIGQUIT, on_end_signal);
    held.descriptor.store(descriptor_);
    const termios single_keys = with_single_keys(held.before);
    ::tcsetattr(descriptor_, TCSANOW, &single_keys);
    write(enter);
}

TerminalScreen::~TerminalScreen() {
    close();
}

void TerminalScreen::close() {
    if (descriptor_ < 0) {
        return;
    }
    pollfd wait{descriptor_, POLLOUT, 0};
    while (!is_ready() && !gone_ && ::poll(&wait, 1, patience_ms) > 0) {
    }
    ::tcflush(descriptor_, TCIFLUSH); // keys that were meant for us
    restore_terminal();
    std::signal(SIGQUIT, SIG_DFL);
    std::signal(SIGTTIN, SIG_DFL);
    std::signal(SIGTTOU, SIG_DFL);
    ::close(std::exchange(descriptor_, -1));
}

ScreenSize TerminalScreen::size() const {
    winsize size{};
    if (::ioctl(descriptor_, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) {
        return {};
    }
    return {size.ws_row, size.ws_col};
}

std::string TerminalScreen::read_keys() {
    std::array<char, 64> keys{};
    const auto count = ::read(descriptor_, keys.data(), keys.size());
    return count > 0 ? std::string(keys.data(), static_cast<std::size_t>(count)) : std::string{};
}

void TerminalScreen::write(std::string_view bytes) {
    waiting_ += bytes;
    is_ready();
}

bool TerminalScreen::is_ready() {
    while (!gone_ && !waiting_.empty()) {
        const auto count = ::write(descriptor_, waiting_.data(), waiting_.size());
        if (count > 0) {
            waiting_.erase(0, static_cast<std::size_t>(count));
        } else if (count < 0 && errno != EAGAIN && errno != EINTR) {
            gone_ = true;
            return false;
        } else if (count == 0 || errno == EAGAIN) {
            return false;
        }
    }
    return !gone_;
}

void restore_terminal() noexcept {
    const int descriptor = held.descriptor.exchange(-1);
    if (descriptor < 0) {
        return;
    }
    if (::write(descriptor, leave.data(), leave.size()) <
        static_cast<::ssize_t>(leave.size())) { // nobody takes what was drawn: it is given up
        ::tcflush(descriptor, TCOFLUSH);
        [[maybe_unused]] const auto written = ::write(descriptor, leave.data(), leave.size());
    }
    if (is_in_front(descriptor)) {
        ::tcsetattr(descriptor, TCSANOW, &held.before);
    }
}

} // namespace ecg::cli
