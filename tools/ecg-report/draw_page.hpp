// One recording, read and drawn.
#pragma once

#include "model/recording.hpp"
#include "options.hpp"
#include "report/report.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg {

struct DrawnPage {
    std::vector<std::string> files; ///< one, but for several pages as SVG or PNG
    RecordingInfo info;             ///< of the recording that is on it
    std::u32string missing;         ///< letters that are drawn as boxes, since the font lacks them
    std::string font;               ///< its name
};

/// What settings and flags say of a page. Throws Error{usage} for flags that do not go together.
report::ReportSettings page_settings(const config::Settings& config, const ReportOptions& options);

/// Hands what is wrong with the input, but did not stop it, to tell. Throws Error.
DrawnPage draw_page(const std::string& input, const formats::OpenSettings& open,
                    const report::ReportSettings& page,
                    const std::function<void(std::string_view)>& tell);

} // namespace ecg
