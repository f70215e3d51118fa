// One recording, read and drawn.
#pragma once

#include "model/recording.hpp"
#include "options.hpp"
#include "report/report.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace ecg {

struct DrawnPage {
    std::string bytes;
    RecordingInfo info; ///< of the recording that is on it
};

/// What the settings say of a page.
report::ReportSettings page_settings(const config::Settings& config);

/// Hands what is wrong with the input, but did not stop it, to tell. Throws Error.
DrawnPage draw_page(const std::string& input, const formats::OpenSettings& open,
                    const report::ReportSettings& page,
                    const std::function<void(std::string_view)>& tell);

} // namespace ecg
