// Waves from annotation files in the manner of LUDB and QTDB: "(", the peak, ")".
#pragma once

#include "accuracy/points.hpp"
#include "formats/wfdb/annotations.hpp"

#include <filesystem>
#include <vector>

namespace ecg::accuracy {

/// In the order of the file. "(" is the onset of the next peak, ")" the offset of the last; a T
/// wave of several peaks is one wave with its first. U waves are passed over.
std::vector<MarkedWave> waves_of(const std::vector<formats::Annotation>& annotations,
                                 double rate_hz);

/// The waves of an annotation file; none when there is no such file. Throws Error{data}.
std::vector<MarkedWave> read_waves(const std::filesystem::path& file, double rate_hz);

PointLists points_of(const std::vector<MarkedWave>& waves);

} // namespace ecg::accuracy
