// The header of a WFDB record, header(5), from text to a plain description.
#pragma once

#include "common/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::formats {

/// One signal line.
struct WfdbSignal {
    std::string file; ///< "~" for a signal that is not there
    int format = 16;  ///< 0 for a signal that is not there
    std::int64_t samples_per_frame = 1;
    std::int64_t skew = 0;      ///< frames that precede frame 0 in the file
    std::int64_t offset = 0;    ///< bytes before the samples
    std::optional<double> gain; ///< counts a unit; absent when uncalibrated
    std::int64_t baseline = 0;  ///< the count that means 0
    std::string unit = "mV";
    std::int64_t initial_value = 0;
    std::optional<std::int64_t> checksum; ///< sum of all counts, modulo 65536
    std::string description;
    std::int64_t line = 0; ///< of the header
};

/// One segment line.
struct WfdbSegment {
    std::string name;        ///< "~" for a stretch without samples
    std::int64_t frames = 0; ///< 0 for the layout segment
    std::int64_t line = 0;
};

struct WfdbHeader {
    std::string name;
    std::optional<double> rate;         ///< frames a second; positive
    std::optional<std::int64_t> frames; ///< absent when the header does not say
    std::optional<UtcTime> start;       ///< absent unless both date and time are given
    std::vector<WfdbSignal> signals;
    std::vector<WfdbSegment> segments; ///< empty for an ordinary record
    std::vector<std::string> comments; ///< without their "#"
    std::vector<std::string> warnings;
};

/// Throws Error{data} "subject:line: why".
WfdbHeader parse_wfdb_header(std::string_view text, const std::string& subject);

/// Whether a file that begins so is a header, as far as one can tell.
bool looks_like_wfdb_header(std::string_view first_bytes);

} // namespace ecg::formats
