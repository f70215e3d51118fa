// WFDB records out: a header, one signal file in format 16 or 212, and annotations.
#pragma once

#include "formats/wfdb/annotations.hpp"
#include "model/recording.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ecg::formats {

struct WfdbWriteSettings {
    int format = 16; ///< or 212
    double counts_per_mv = 1000;
    std::string annotator = "atr"; ///< extension of the annotation file
    bool overwrite = false;
};

/// Writes base.hea, base.dat and, unless annotations is empty, base.<annotator>. Samples beyond
/// the format's range and NaN become its invalid value. Throws Error{data}.
void write_wfdb(const std::string& base, const Recording& recording,
                const std::vector<Annotation>& annotations, const WfdbWriteSettings& settings);

} // namespace ecg::formats
