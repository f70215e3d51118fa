// Stretches of recordings of which only is known whether P waves are there.
#pragma once

#include "formats/wfdb/annotations.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace ecg::training {

/// As long as stretch_length, or to the end of the recording.
struct WeakStretch {
    std::string header;
    double start = 0; ///< s
    bool has_p = false;
};

inline constexpr double stretch_length = 30; // s

/// Beginnings of recordings, from lines "1 HEADER" (P waves are there) and "0 HEADER". Throws
/// Error{data} when there is no such file.
std::vector<WeakStretch> listed_stretches(const std::string& list);

/// Every fifth half minute of the records of MIT-BIH that their annotators found in sinus rhythm or
/// in atrial fibrillation throughout; none of the patients that QTDB took from there, since
/// scripts/accuracy judges by that. None when there is no such folder.
std::vector<WeakStretch> rhythm_stretches(const std::filesystem::path& folder);

/// The rhythms, "(N" and such, that prevail somewhere from first to end (samples).
std::vector<std::string> rhythms_between(const std::vector<formats::Annotation>& annotations,
                                         double first, double end);

} // namespace ecg::training
