#include "command.hpp"

#include "batch_command.hpp"
#include "cli/messages.hpp"
#include "cli/output.hpp"
#include "common/error.hpp"
#include "draw_page.hpp"
#include "make_folder.hpp"
#include "report_path.hpp"

namespace ecg {
namespace {

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

void one_page(const ReportOptions& options, const config::Settings& config) {
    if (options.inputs.size() > 1) {
        throw Error{ErrorKind::usage, options.inputs[1] + ": a second recording; several of them "
                                                          "need --output-dir"};
    }
    const std::string input = options.inputs.empty() ? "-" : options.inputs.front();
    const DrawnPage page = draw_page(input, options.open, page_settings(config), cli::tell);
    const std::string path = path_for(options, config, page.info);
    cli::Output output{path, options.force ? Overwrite::allowed : Overwrite::never};
    output.write(page.bytes);
    output.finish();
    if (options.verbose && path != "-") {
        print(path + "\n");
    }
}

} // namespace

void report_command(const ReportOptions& options) {
    const auto config = load_or_print_settings(options.settings);
    if (!config) {
        return;
    }
    if (options.output_dir.empty()) {
        one_page(options, *config);
    } else {
        batch_command(options, *config);
    }
}

} // namespace ecg
