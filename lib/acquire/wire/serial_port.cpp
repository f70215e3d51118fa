#include "acquire/wire/serial_port.hpp"

#include "acquire/wire/descriptor_transport.hpp"
#include "acquire/wire/libserialport_port.hpp"
#include "acquire/wire/port_access.hpp"
#include "acquire/wire/port_claim.hpp"
#include "acquire/wire/terminal_mode.hpp"
#include "common/error.hpp"

#include <termios.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>

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
    std::error_code trouble;
    std::string device = std::filesystem::canonical(name, trouble).string();
    if (trouble) {
        throw_port_trouble(name, name, trouble.value());
    }
    return device;
}

std::string rounding_of(int descriptor, int baud) {
    const int made = speed_of_terminal(descriptor);
    if (made == 0 || std::abs(made - baud) <= tolerated_rounding * baud) {
        return "";
    }
    return std::to_string(baud) + " baud became " + std::to_string(made);
}

/// A terminal program that keeps no lock would take bytes away unnoticed. The other end of a
/// pseudo-terminal may hold both ends open.
std::string rival_of(const std::string& device) {
    const std::string other = is_pseudo_terminal(device) ? "" : other_with(device);
    return other.empty() ? "" : other + " has it open too, and may take bytes away";
}

std::string joined(std::string first, const std::string& second) {
    first += first.empty() || second.empty() ? "" : "; ";
    return first + second;
}

struct OpenPort {
    Descriptor descriptor;
    std::string_view backend;
};

OpenPort open_set_port(const std::string& name, const std::string& device,
                       const WireSettings& settings) {
    Descriptor claimed = claim_port(name, device);
    const bool is_automatic = settings.backend == SerialBackend::automatic;
    if (settings.backend == SerialBackend::libserialport ||
        (is_automatic && !is_pseudo_terminal(device))) {
        unlock_port(claimed.number()); // libserialport opens it anew, and may lock it itself
        Descriptor port = open_by_libserialport(name, device, settings);
        lock_port((port.is_open() ? port : claimed).number(), name, device);
        if (port.is_open()) {
            return {std::move(port), "libserialport"};
        }
        if (!is_automatic) {
            throw Error{ErrorKind::usage, name + ": libserialport cannot open such a port"};
        }
    }
    if (!set_terminal(claimed.number(), settings)) {
        throw_port_trouble(name, device, errno);
    }
    return {std::move(claimed), "termios"};
}

} // namespace

std::unique_ptr<Transport> open_serial_port(const std::string& name, const WireSettings& settings) {
    const std::string device = device_of(name);
    OpenPort port = open_set_port(name, device, settings);
    make_exclusive(port.descriptor.number(), device);
    if (!settings.reset_on_open) {
        lower_modem_lines(port.descriptor.number(), settings.flow);
    }
    std::string warning =
        joined(rounding_of(port.descriptor.number(), settings.line.baud), rival_of(device));
    return std::make_unique<SerialPort>(std::move(port.descriptor), name,
                                        std::string{port.backend} + ", " + words_of(settings.line),
                                        std::move(warning));
}

} // namespace ecg::acquire
