// From what the user calls a port to an open connection.
#pragma once

#include "acquire/device/driver.hpp"
#include "acquire/wire/transport.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace ecg::acquire {

enum class FlowControl { none, rts_cts, xon_xoff };

/// Which code talks to a terminal device.
enum class SerialBackend { automatic, libserialport, termios };

struct WireSettings {
    LineSettings line;
    FlowControl flow = FlowControl::none;
    SerialBackend backend = SerialBackend::automatic;
    bool reset_on_open = true; ///< false: DTR down at once, so that Arduino-like boards go on
};

/// port is what the user said and keeps saying at every try: a path (symbolic links are followed
/// anew each time), "vid:pid[:serial]" in hexadecimal, "auto" for the only serial device that there
/// is, "tcp:host:port", "file:path", or "-" for standard input. Throws Error{usage} when it can
/// never be right (a bad speed, a folder, a regular file without "file:") and Error{unavailable}
/// when it may be later (missing, busy, denied); the message names the port, the trouble and what
/// to do, with the ports that there are when it is missing.
std::unique_ptr<Transport> open_transport(const std::string& port, const WireSettings& settings);

/// Whether line can be had: speeds from 50 to 4000000 baud, 5 to 8 bits, 1 or 2 stop bits. Throws
/// Error{usage}.
void check_line(const LineSettings& line);

/// "9600 8E1"; throws Error{usage} for a frame that is not like "8N1".
std::string words_of(const LineSettings& line);
void set_frame(LineSettings& line, std::string_view frame);

/// What the rate and the driver need of the line: absent when it fits with a tenth to spare, else
/// "500 Hz x 22 bytes needs 110000 baud of 115200", or "... needs 220000 baud and does not fit
/// 115200".
std::optional<std::string> tight_line(const LineSettings& line, Hertz rate,
                                      double bytes_per_sample);

} // namespace ecg::acquire
