// A recording is read to its end, as far as a page has need of it.
#pragma once

#include "formats/lead_keeper.hpp"
#include "formats/open_recording.hpp"
#include "model/session_line.hpp"
#include "report/report.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace ecg {

/// What is kept of a recording.
struct ReadRecording {
    std::unique_ptr<formats::LeadKeeper> keeper; ///< absent when no strips are to be drawn
    SessionLine line;
};

/// The file, or "standard input" for "-".
std::string input_name(const std::string& input);

/// Hands what is wrong with the input, but did not stop it, to tell. Throws Error.
ReadRecording read_recording(const std::string& input, const formats::OpenSettings& open,
                             const report::ReportSettings& page,
                             const std::function<void(std::string_view)>& tell);

} // namespace ecg
