#include "command.hpp"

#include "cli/messages.hpp"
#include "cli/output.hpp"
#include "common/error.hpp"
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

} // namespace

void report_command(const ReportOptions& options) {
    const auto config = load_or_print_settings(options.settings);
    if (!config) {
        return;
    }
    const SessionLine read = formats::read_recording(options.input, options.open);
    const Analysis* analysis = read.summary ? &*read.summary : nullptr;
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
