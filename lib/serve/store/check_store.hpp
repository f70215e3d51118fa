// Whether all that the database promises is there and is what was stored.
#pragma once

#include "transfer/object_store.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ecg::serve {

struct StoreCheck {
    std::int64_t users = 0, sessions = 0, metrics = 0, waveforms = 0, reports = 0;
    /// One line each: "waveform_12: its bytes are not those that were stored". Empty = all is well.
    std::vector<std::string> troubles;
    /// What does no harm: objects that no report has, such as one that is just being stored.
    std::vector<std::string> notes;
};

/// Told how many of the metrics, waveforms and reports were read; may throw to end it.
using CheckProgress = std::function<void(std::int64_t done, std::int64_t total)>;

/// Reads everything, of one moment, also while the server works: the structure of the file, its
/// write-ahead log, what rows say about one another, each metrics row and waveform against its
/// checksum, and each report's object against its SHA-256. Throws
/// Error{data} when the file is no database of ours or not of this program's schema; DatabaseError.
StoreCheck check_store(const std::string& path, transfer::ObjectStore& objects,
                       const CheckProgress& progress = nullptr);

} // namespace ecg::serve
