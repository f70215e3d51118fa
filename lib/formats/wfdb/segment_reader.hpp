// One segment of a WFDB record, or the whole of an ordinary one: all its signal files together.
#pragma once

#include "formats/open_recording.hpp"
#include "formats/wfdb/header.hpp"
#include "formats/wfdb/signal_file.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ecg::formats {

/// A header and where it lies.
struct WfdbRecord {
    std::string path;   ///< of the header, as messages name it
    std::string folder; ///< that file names in it start from
    WfdbHeader header;
};

/// Reads and parses the header at path. Throws Error{data}.
WfdbRecord read_wfdb_record(const std::string& path);

/// Whether a signal line only holds a place: there are no samples of it.
bool is_placeholder(const WfdbSignal& signal);

/// Counts that make 1 mV. An uncalibrated signal takes OpenSettings::unit "adc:…", else
/// WFDB's default of 200. Absent when the signal is no voltage.
std::optional<double> counts_per_mv(const WfdbSignal& signal, const OpenSettings& settings);

/// Signals first to last - 1 of a header lie in one file.
struct SignalGroup {
    std::size_t first;
    std::size_t last;
};

/// Reads its frames once, from the first to the last.
class SegmentReader {
public:
    /// wanted: indices of the signals to read, all voltages and no placeholders. Throws Error{data}
    /// when a signal file is shorter than the header promises.
    SegmentReader(WfdbRecord record, std::vector<std::size_t> wanted, const OpenSettings& settings);

    [[nodiscard]] std::int64_t frames() const { return frames_; }

    /// The next count frames of one wanted signal after another, in the order of `wanted`; never
    /// ask for more than are left.
    std::vector<std::vector<double>> read(std::int64_t count);

    /// What does not fit but can be read: wrong checksums, once all is read.
    [[nodiscard]] std::vector<std::string> warnings() const;

private:
    std::int64_t find_frames();
    void check_length(const SignalGroup& group, std::int64_t samples, std::int64_t held);
    void open_file(const SignalGroup& group, const OpenSettings& settings);

    /// Where a wanted signal comes from.
    struct Place {
        std::size_t file;
        std::size_t channel;
    };

    WfdbRecord record_;
    std::vector<std::size_t> wanted_;
    std::map<std::size_t, Place> places_; ///< by signal
    std::vector<SignalFile> files_;
    std::vector<std::string> warnings_;
    std::int64_t frames_ = 0;
    std::int64_t position_ = 0;
};

} // namespace ecg::formats
