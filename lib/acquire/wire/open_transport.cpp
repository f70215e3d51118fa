#include "acquire/wire/open_transport.hpp"

#include "acquire/wire/serial_port.hpp"

namespace ecg::acquire {

std::unique_ptr<Transport> open_transport(const std::string& port, const WireSettings& settings) {
    check_line(settings.line);
    return open_serial_port(port, settings);
}

} // namespace ecg::acquire
