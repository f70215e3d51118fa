#include "draw_page.hpp"

#include "common/error.hpp"
#include "common/text.hpp"
#include "page_choices.hpp"
#include "page_files.hpp"
#include "read_recording.hpp"
#include "strip_choices.hpp"

#include <utility>

namespace ecg {
namespace {

std::optional<report::Confirmation> confirmation(const ReportOptions& options) {
    if (!options.confirmed_by) {
        return std::nullopt;
    }
    if (trim(*options.confirmed_by).empty()) {
        throw Error{ErrorKind::usage, "--confirmed-by: names nobody"};
    }
    report::Confirmation confirmed{std::string{trim(*options.confirmed_by)}, {}};
    if (!options.confirmed_at.empty()) {
        confirmed.time = parse_utc(options.confirmed_at);
        if (!confirmed.time) {
            throw Error{ErrorKind::usage, "--confirmed-at: " + options.confirmed_at +
                                              " is no date and time such as 2025-01-08T12:34:56Z"};
        }
    }
    return confirmed;
}

} // namespace

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
    settings.confirmed = confirmation(options);
    choose_strips(settings, options);
    return settings;
}

DrawnPage draw_page(const std::string& input, const formats::OpenSettings& open,
                    const report::ReportSettings& page,
                    const std::function<void(std::string_view)>& tell) {
    const ReadRecording found = read_recording(input, open, page, tell);
    const SessionLine& line = found.line;
    const report::LongSignal signal =
        found.keeper ? report::LongSignal{[&](Stretch s) { return found.keeper->read(s); },
                                          found.keeper->gaps()}
                     : report::LongSignal{};
    if (page.confirmed && !line.summary) {
        throw Error{ErrorKind::data,
                    input_name(input) + ": is not analysed; it has no finding to confirm"};
    }
    report::ReportFiles drawn = report::make_report_files(line.recording, line.summary.get(), page,
                                                          found.keeper ? &signal : nullptr);
    return {std::move(drawn.files), line.recording.info, std::move(drawn.missing),
            std::move(drawn.font)};
}

} // namespace ecg
