#include "acquire/wire/terminal_mode.hpp"

#include <asm/termbits.h> // for speeds out of the old table; never together with <termios.h>
#include <linux/serial.h>
#include <sys/ioctl.h>

namespace ecg::acquire {
namespace {

tcflag_t size_bits(int data_bits) {
    switch (data_bits) {
    case 5:
        return CS5;
    case 6:
        return CS6;
    case 7:
        return CS7;
    default:
        return CS8;
    }
}

tcflag_t parity_bits(Parity parity) {
    switch (parity) {
    case Parity::even:
        return PARENB;
    case Parity::odd:
        return PARENB | PARODD;
    case Parity::none:
        break;
    }
    return 0;
}

void correct(termios2& mode, const WireSettings& settings) {
    mode.c_cflag &= ~static_cast<tcflag_t>(HUPCL | CRTSCTS);
    mode.c_cflag |= settings.flow == FlowControl::rts_cts ? CRTSCTS : 0;
    // A byte that is known to be broken is dropped: so its frame breaks and is no wrong sample.
    mode.c_iflag |= IGNPAR | (settings.line.parity == Parity::none ? 0 : INPCK);
    mode.c_cc[VMIN] = 1; // with 0, a read of 0 could also mean "nothing yet"
    mode.c_cc[VTIME] = 0;
}

} // namespace

bool set_terminal(int descriptor, const WireSettings& settings) {
    const LineSettings& line = settings.line;
    termios2 mode{};
    if (::ioctl(descriptor, TCGETS2, &mode) != 0) {
        return false;
    }
    mode.c_iflag = IGNBRK;
    mode.c_iflag |= settings.flow == FlowControl::xon_xoff ? IXON | IXOFF : 0;
    mode.c_oflag = 0;
    mode.c_lflag = 0;
    mode.c_cflag = CREAD | CLOCAL | BOTHER | size_bits(line.data_bits) | parity_bits(line.parity);
    mode.c_cflag |= line.stop_bits == 2 ? CSTOPB : 0;
    mode.c_ispeed = static_cast<speed_t>(line.baud);
    mode.c_ospeed = static_cast<speed_t>(line.baud);
    correct(mode, settings);
    return ::ioctl(descriptor, TCSETS2, &mode) == 0;
}

bool correct_terminal(int descriptor, const WireSettings& settings) {
    termios2 mode{};
    if (::ioctl(descriptor, TCGETS2, &mode) != 0) {
        return false;
    }
    correct(mode, settings);
    return ::ioctl(descriptor, TCSETS2, &mode) == 0;
}

int speed_of_terminal(int descriptor) {
    termios2 mode{};
    return ::ioctl(descriptor, TCGETS2, &mode) == 0 ? static_cast<int>(mode.c_ospeed) : 0;
}

void lower_modem_lines(int descriptor, FlowControl flow) {
    const int lines = flow == FlowControl::rts_cts ? TIOCM_DTR : TIOCM_DTR | TIOCM_RTS;
    ::ioctl(descriptor, TIOCMBIC, &lines); // fails where there are none, a pty or a phantom port
}

LineErrors counted_errors(int descriptor) {
    serial_icounter_struct counted{};
    if (::ioctl(descriptor, TIOCGICOUNT, &counted) != 0) {
        return {};
    }
    const auto overrun = static_cast<std::int64_t>(counted.overrun) + counted.buf_overrun;
    return {counted.frame, overrun, counted.parity};
}

} // namespace ecg::acquire
