#include "acquire/wire/open_transport.hpp"
#include "common/error.hpp"
#include "common/text.hpp"

namespace ecg::acquire {
namespace {

constexpr int slowest = 50;
constexpr int fastest = 4'000'000;
constexpr double room_to_spare = 0.9; // above, the device has hardly time to catch up after a pause

double bits_per_byte(const LineSettings& line) {
    return 1 + line.data_bits + (line.parity == Parity::none ? 0 : 1) + line.stop_bits;
}

} // namespace

void check_line(const LineSettings& line) {
    if (line.baud < slowest || line.baud > fastest) {
        throw Error{ErrorKind::usage,
                    std::to_string(line.baud) + " baud: speeds go from 50 to 4000000"};
    }
    if (line.data_bits < 5 || line.data_bits > 8) {
        throw Error{ErrorKind::usage,
                    std::to_string(line.data_bits) + " data bits: a byte has 5 to 8"};
    }
    if (line.stop_bits != 1 && line.stop_bits != 2) {
        throw Error{ErrorKind::usage, std::to_string(line.stop_bits) + " stop bits: 1 or 2"};
    }
}

std::string words_of(const LineSettings& line) {
    const char* parity = "N";
    if (line.parity != Parity::none) {
        parity = line.parity == Parity::even ? "E" : "O";
    }
    return std::to_string(line.baud) + " " + std::to_string(line.data_bits) + parity +
           std::to_string(line.stop_bits);
}

void set_frame(LineSettings& line, std::string_view frame) {
    const std::string lower = to_lower(frame);
    if (lower.size() != 3 || lower[0] < '5' || lower[0] > '8' || lower[2] < '1' || lower[2] > '2' ||
        std::string_view{"neo"}.find(lower[1]) == std::string_view::npos) {
        throw Error{ErrorKind::usage,
                    std::string{frame} +
                        ": a frame is data bits 5 to 8, parity N, E or O, stop bits 1 or 2: 8N1"};
    }
    line.data_bits = lower[0] - '0';
    line.parity = lower[1] == 'n' ? Parity::none : lower[1] == 'e' ? Parity::even : Parity::odd;
    line.stop_bits = lower[2] - '0';
}

std::optional<std::string> tight_line(const LineSettings& line, Hertz rate,
                                      double bytes_per_sample) {
    const double needed = rate.value * bytes_per_sample * bits_per_byte(line);
    if (needed <= room_to_spare * line.baud) {
        return std::nullopt;
    }
    const std::string load = format_number(rate.value, 2) + " Hz x " +
                             format_number(bytes_per_sample, 2) + " bytes needs " +
                             format_number(needed, 0) + " baud";
    return needed > line.baud ? load + " and does not fit " + std::to_string(line.baud)
                              : load + " of " + std::to_string(line.baud);
}

} // namespace ecg::acquire
