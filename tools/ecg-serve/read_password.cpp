#include "read_password.hpp"

#include "common/error.hpp"
#include "common/files.hpp"
#include "transfer/crypto.hpp"

#include <termios.h>
#include <unistd.h>

namespace ecg {
namespace {

/// The terminal shows nothing of what is typed while this lives.
class HiddenTyping {
public:
    HiddenTyping() {
        if (::tcgetattr(STDIN_FILENO, &before_) != 0) {
            throw Error{ErrorKind::usage, "password: this terminal cannot hide it"};
        }
        termios hidden = before_;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }

    ~HiddenTyping() { ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }

    HiddenTyping(const HiddenTyping&) = delete;
    HiddenTyping& operator=(const HiddenTyping&) = delete;

private:
    termios before_{};
};

std::string next_line(LineReader& lines) {
    const auto line = lines.next();
    if (!line || line->empty()) {
        throw Error{ErrorKind::usage, "password: none on " + lines.name()};
    }
    return std::string{*line};
}

std::string ask(LineReader& lines, const std::string& question) {
    write_all(STDERR_FILENO, question, "standard error");
    const HiddenTyping hidden;
    std::string password = next_line(lines);
    write_all(STDERR_FILENO, "\n", "standard error");
    return password;
}

} // namespace

std::string read_password() {
    LineReader lines{InputFile{"-"}};
    if (::isatty(STDIN_FILENO) == 0) {
        return next_line(lines);
    }
    std::string password = ask(lines, "Password: "), again = ask(lines, "Once more: ");
    const bool same = transfer::equal_in_constant_time(password, again);
    transfer::wipe(again);
    if (!same) {
        throw Error{ErrorKind::usage, "password: was typed in two ways"};
    }
    return password;
}

} // namespace ecg
