// A CSV or TSV file as a stream of pieces.
#pragma once

#include "common/files.hpp"
#include "formats/open_recording.hpp"

#include <memory>

namespace ecg::formats {

/// Columns are separated by commas, semicolons, tabs or blanks; "#" begins a comment line. Throws
/// Error{data} "file:line: why", from next(), too.
std::unique_ptr<RecordingSource> open_csv(LineReader lines, const OpenSettings& settings);

} // namespace ecg::formats
