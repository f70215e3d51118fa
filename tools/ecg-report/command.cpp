#include "command.hpp"

#include "cli/messages.hpp"
#include "cli/output.hpp"
#include "common/error.hpp"
#include "common/version.hpp"
#include "formats/open_recording.hpp"
#include "report/report.hpp"
#include "report_path.hpp"

#include <filesystem>

namespace ecg {
namespace {

report::ReportSettings page_settings(const config::Settings& config) {
    report::ReportSettings settings;
    settings.paper =
        config.text("report.paper") == "letter" ? report::Paper::letter : report::Paper::a4;
    settings.speed_mm_per_s = config.number("report.speed_mm_per_s");
    settings.gain_mm_per_mv = config.number("report.gain_mm_per_mv");
    settings.rhythm_lead = lead_named(config.text("report.rhythm_lead")).value_or(Lead::II);
    settings.font_file = config.text("report.font");
    settings.program = "ecg-tools " + std::string{version()};
    return settings;
}

void make_folder(const std::string& folder) {
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    if (failure) {
        throw Error{ErrorKind::data, folder + ": " + failure.message()};
    }
}

std::string path_for(const ReportOptions& options, const config::Settings& config,
                     const RecordingInfo& info) {
    if (!options.output.empty()) {
        return options.output;
    }
    const std::string folder = config::home_folder(config) + "/reports";
    make_folder(folder);
    return free_report_path(folder, info.start ? *info.start : now_utc());
}

void print(const std::string& text) {
    cli::Output output{"-", Overwrite::never};
    output.write(text);
    output.finish();
}

/// What a page can show, and what was learned of the whole; tells of what is wrong with the input.
SessionLine read_for_page(const ReportOptions& options) {
    constexpr Seconds enough{120}; // no page has room for more
    const auto source = formats::open_recording(options.input, options.open);
    const std::string name = options.input == "-" ? "standard input" : options.input;
    SessionLine read = formats::read_beginning(*source, name, enough);
    for (const std::string& warning : source->take_warnings()) {
        cli::tell(warning);
    }
    return read;
}

} // namespace

void report_command(const ReportOptions& options) {
    const auto config = load_or_print_settings(options.settings);
    if (!config) {
        return;
    }
    const SessionLine read = read_for_page(options);
    const Analysis* analysis = read.summary.get();
    const std::string page = report::make_report(read.recording, analysis, page_settings(*config));
    const std::string path = path_for(options, *config, read.recording.info);
    cli::Output output{path, options.force ? Overwrite::allowed : Overwrite::never};
    output.write(page);
    output.finish();
    if (options.verbose && path != "-") {
        print(path + "\n");
    }
}

} // namespace ecg
