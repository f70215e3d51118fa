#include "acquire/wire/serial_port.hpp"

#include "acquire/wire/descriptor_transport.hpp"
#include "acquire/wire/port_claim.hpp"
#include "acquire/wire/terminal_mode.hpp"
#include "common/error.hpp"

#include <limits.h>
#include <termios.h>

#include <cerrno>
#include <cstdlib>

namespace ecg::acquire {
namespace {

constexpr double tolerated_rounding = 0.02; // of the speed; sender and receiver share about 4 %

class SerialPort : public DescriptorTransport {
public:
    SerialPort(Descriptor port, std::string name, std::string words, std::string warning)
        : DescriptorTransport{std::move(port), std::move(name), std::move(words)},
          warning_{std::move(warning)}, errors_at_open_{counted_errors(descriptor())} {}

    void discard_input() override {
        ::tcflush(descriptor(), TCIFLUSH);
        DescriptorTransport::discard_input(); // what the flush made room for
    }

    [[nodiscard]] LineErrors line_errors() const override {
        const LineErrors now = counted_errors(descriptor());
        return {now.framing - errors_at_open_.framing, now.overrun - errors_at_open_.overrun,
                now.parity - errors_at_open_.parity};
    }

    [[nodiscard]] std::string warning() const override { return warning_; }

private:
    std::string warning_;
    LineErrors errors_at_open_;
};

/// The device behind all symbolic links.
std::string device_of(const std::string& name) {
    char resolved[PATH_MAX]; // NOLINT(*-c-arrays): as realpath() has it
    if (::realpath(name.c_str(), resolved) == nullptr) {
        throw_port_trouble(name, name, errno);
    }
    return resolved;
}

std::string rounding_of(int descriptor, int baud) {
    const int made = speed_of_terminal(descriptor);
    if (made == 0 || std::abs(made - baud) <= tolerated_rounding * baud) {
        return "";
    }
    return std::to_string(baud) + " baud became " + std::to_string(made);
}

} // namespace

std::unique_ptr<Transport> open_serial_port(const std::string& name, const WireSettings& settings) {
    const std::string device = device_of(name);
    Descriptor port = claim_port(name, device);
    if (!set_terminal(port.number(), settings)) {
        throw_port_trouble(name, device, errno);
    }
    make_exclusive(port.number(), device);
    if (!settings.reset_on_open) {
        lower_modem_lines(port.number(), settings.flow);
    }
    std::string warning = rounding_of(port.number(), settings.line.baud);
    return std::make_unique<SerialPort>(std::move(port), name,
                                        "termios, " + words_of(settings.line), std::move(warning));
}

} // namespace ecg::acquire
