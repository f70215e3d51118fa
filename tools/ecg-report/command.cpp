#include "command.hpp"

#include "batch_command.hpp"
#include "cli/messages.hpp"
#include "cli/output.hpp"
#include "common/error.hpp"
#include "draw_page.hpp"
#include "make_folder.hpp"
#include "page_files.hpp"
#include "report_path.hpp"

namespace ecg {
namespace {

std::vector<std::string> paths_for(const ReportOptions& options, const config::Settings& config,
                                   report::PageFormat format, const DrawnPage& page) {
    if (!options.output.empty()) {
        return page_paths(options.output, page.files.size());
    }
    const std::string folder = config::home_folder(config) + "/reports";
    make_folder(folder);
    return free_report_paths(folder, page.info.start ? *page.info.start : now_utc(),
                             extension_of(format), page.files.size());
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
    const report::ReportSettings settings = page_settings(config, options);
    const DrawnPage page = draw_page(input, options.open, settings, cli::tell);
    const auto paths = paths_for(options, config, settings.format, page);
    write_page_files(page.files, paths, options.force ? Overwrite::allowed : Overwrite::never);
    for (const std::string& path : paths) {
        if (options.verbose && path != "-") {
            print(path + "\n");
        }
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
