// The negative end of the P wave, which in V1 is the left atrium's.
#pragma once

#include <optional>
#include <span>

namespace ecg::analyze {

/// One lead's P wave; indices into the lead.
struct PWave {
    std::span<const double> lead;
    double onset = 0;
    double offset = 0;
    double noise_mv = 0; ///< rms
    double rate_hz = 0;
};

struct TerminalPart {
    double depth_mv = 0; ///< at most 0; 0 when P ends upright
    double duration_ms = 0;
};

/// The stretch at the end of P that lies below the line from P's onset to its end, 10 µV deep or
/// three times its noise, and 6 ms long [morris-1964]: all of a P that points down. Absent where P
/// has not 30 µV, or three times its noise, from its lowest to its highest point off that line.
std::optional<TerminalPart> terminal_part(const PWave& p);

} // namespace ecg::analyze
