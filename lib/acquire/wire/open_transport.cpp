#include "acquire/wire/open_transport.hpp"

#include "acquire/wire/byte_stream.hpp"
#include "acquire/wire/port_names.hpp"
#include "acquire/wire/serial_port.hpp"
#include "acquire/wire/tcp_connection.hpp"
#include "common/error.hpp"

namespace ecg::acquire {

std::unique_ptr<Transport> open_transport(const std::string& port, const WireSettings& settings) {
    check_line(settings.line);
    if (port.empty()) {
        throw Error{ErrorKind::usage, "the port has no name"};
    }
    if (port == "-") {
        return open_standard_input();
    }
    if (port.starts_with("tcp:")) {
        return open_tcp(port);
    }
    if (port.starts_with("file:")) {
        return open_file(port);
    }
    const auto ports = is_looked_up(port) ? list_ports() : std::vector<PortInfo>{};
    return open_serial_port(path_of_port(port, ports), settings);
}

} // namespace ecg::acquire
