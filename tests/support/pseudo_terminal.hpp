// A device for the tests: the other end of a pseudo-terminal, under a name of one's own.
#pragma once

#include "support/temporary_folder.hpp"

#include <fcntl.h>
#include <pty.h>
#include <termios.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace ecg::test {

/// Raw from the start, so that nothing is echoed before the tool has set its own mode.
class PseudoTerminal {
public:
    PseudoTerminal() {
        termios raw{};
        ::cfmakeraw(&raw);
        raw.c_cflag |= CREAD | CLOCAL;
        int slave = -1;
        if (::openpty(&master_, &slave, nullptr, &raw, nullptr) != 0) {
            throw std::runtime_error{"no pseudo-terminal"};
        }
        path_ = ::ttyname(slave);
        ::close(slave);
        ::fcntl(master_, F_SETFL, O_NONBLOCK);
        ::fcntl(master_, F_SETFD, FD_CLOEXEC);
    }

    ~PseudoTerminal() { unplug(); }

    PseudoTerminal(const PseudoTerminal&) = delete;
    PseudoTerminal& operator=(const PseudoTerminal&) = delete;

    /// "/dev/pts/3"
    [[nodiscard]] const std::string& path() const { return path_; }

    [[nodiscard]] int descriptor() const { return master_; }

    /// How many of bytes there was room for.
    std::size_t send(std::string_view bytes) const {
        const ssize_t count = ::write(master_, bytes.data(), bytes.size());
        return count < 0 ? 0 : static_cast<std::size_t>(count);
    }

    /// What the tool sent until now.
    [[nodiscard]] std::string received() const {
        std::string bytes(4096, '\0');
        const ssize_t count = ::read(master_, bytes.data(), bytes.size());
        bytes.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
        return bytes;
    }

    /// Hangs up, as a USB adapter that is pulled.
    void unplug() {
        if (master_ >= 0) {
            ::close(master_);
            master_ = -1;
        }
    }

private:
    int master_ = -1;
    std::string path_;
};

/// Makes link point to target, whatever it pointed to.
inline void point_link(const std::string& link, const std::string& target) {
    std::filesystem::remove(link);
    std::filesystem::create_symlink(target, link);
}

} // namespace ecg::test
