#include "draw_page.hpp"

#include "common/error.hpp"
#include "formats/open_recording.hpp"
#include "page_choices.hpp"
#include "page_files.hpp"

namespace ecg {

report::ReportSettings page_settings(const config::Settings& config, const ReportOptions& options) {
    report::ReportSettings settings = page_choices(config);
    settings.format = page_format(options.format, options.output);
    if (options.dots_per_inch > 0) {
        if (settings.format != report::PageFormat::png) {
            throw Error{ErrorKind::usage,
                        "--dpi: is for png, and the page is " + extension_of(settings.format)};
        }
        settings.dots_per_inch = options.dots_per_inch;
    }
    return settings;
}

DrawnPage draw_page(const std::string& input, const formats::OpenSettings& open,
                    const report::ReportSettings& page,
                    const std::function<void(std::string_view)>& tell) {
    constexpr Seconds enough{120}; // no page has room for more
    const auto source = formats::open_recording(input, open);
    const std::string name = input == "-" ? "standard input" : input;
    const SessionLine read = formats::read_beginning(*source, name, enough);
    for (const std::string& warning : source->take_warnings()) {
        tell(warning);
    }
    return {report::make_report_files(read.recording, read.summary.get(), page),
            read.recording.info};
}

} // namespace ecg
