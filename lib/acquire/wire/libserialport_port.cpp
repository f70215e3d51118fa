#include "acquire/wire/libserialport_port.hpp"

#include "acquire/wire/port_claim.hpp"
#include "acquire/wire/terminal_mode.hpp"

#include <fcntl.h>
#include <libserialport.h>

#include <cerrno>
#include <memory>

namespace ecg::acquire {
namespace {

struct ClosePort {
    void operator()(sp_port* port) const noexcept {
        sp_close(port);
        sp_free_port(port);
    }
};

struct FreeConfig {
    void operator()(sp_port_config* config) const noexcept { sp_free_config(config); }
};

using Port = std::unique_ptr<sp_port, ClosePort>;
using Config = std::unique_ptr<sp_port_config, FreeConfig>;

sp_parity parity_of(const LineSettings& line) {
    switch (line.parity) {
    case Parity::even:
        return SP_PARITY_EVEN;
    case Parity::odd:
        return SP_PARITY_ODD;
    case Parity::none:
        break;
    }
    return SP_PARITY_NONE;
}

/// As errno has it.
int error_of(sp_return failed) {
    switch (failed) {
    case SP_ERR_FAIL:
        return sp_last_error_code();
    case SP_ERR_MEM:
        return ENOMEM;
    default:
        return EINVAL;
    }
}

/// RTS and CTS are left to correct_terminal: version 0.1.1 sets them in the wrong word.
sp_return set_port(sp_port* port, const WireSettings& settings) {
    sp_port_config* made = nullptr;
    if (const sp_return failed = sp_new_config(&made); failed != SP_OK) {
        return failed;
    }
    const Config config{made};
    const LineSettings& line = settings.line;
    const bool uses_xon = settings.flow == FlowControl::xon_xoff;
    sp_set_config_baudrate(made, line.baud);
    sp_set_config_bits(made, line.data_bits);
    sp_set_config_parity(made, parity_of(line));
    sp_set_config_stopbits(made, line.stop_bits);
    sp_set_config_xon_xoff(made, uses_xon ? SP_XONXOFF_INOUT : SP_XONXOFF_DISABLED);
    return sp_set_config(port, made);
}

/// Outlives the library's own handle, and is not inherited by programs that are started.
Descriptor handle_of(sp_port* port) {
    int handle = -1;
    if (sp_get_port_handle(port, &handle) != SP_OK) {
        return {};
    }
    return Descriptor{::fcntl(handle, F_DUPFD_CLOEXEC, 0)};
}

} // namespace

Descriptor open_by_libserialport(const std::string& name, const std::string& device,
                                 const WireSettings& settings) {
    sp_port* found = nullptr;
    if (sp_get_port_by_name(device.c_str(), &found) != SP_OK) {
        return {};
    }
    const Port port{found};
    if (const sp_return failed = sp_open(found, SP_MODE_READ_WRITE); failed != SP_OK) {
        if (error_of(failed) == ENOTTY) {
            return {};
        }
        throw_port_trouble(name, device, error_of(failed));
    }
    if (const sp_return failed = set_port(found, settings); failed != SP_OK) {
        throw_port_trouble(name, device, error_of(failed));
    }
    Descriptor handle = handle_of(found);
    if (!handle.is_open() || !correct_terminal(handle.number(), settings)) {
        throw_port_trouble(name, device, errno);
    }
    return handle;
}

} // namespace ecg::acquire
