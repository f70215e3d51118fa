// A WFDB record as a stream of pieces.
#pragma once

#include "formats/open_recording.hpp"

#include <memory>
#include <string>

namespace ecg::formats {

/// Opens the record whose header lies at path; its signal files and segments lie beside it.
/// Throws Error{data}.
std::unique_ptr<RecordingSource> open_wfdb(const std::string& path, const OpenSettings& settings);

} // namespace ecg::formats
